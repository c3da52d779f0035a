import type { BilledLine } from '../reconciliation/sides.ts';

/** Puts a bill's lines into the order of their request numbers, however many there are, in bounded memory. */
export interface BillTable {
  add(lines: readonly BilledLine[]): void;
  /** By request number, then by line. */
  inOrder(): Iterable<BilledLine>;
  close(): void;
}
