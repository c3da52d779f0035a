import type { BillFault } from '../../domain/ports/provider-bill.ts';

/** The rest of the bill is not known. */
export class NotWhole extends Error {
  readonly problem: BillFault['problem'];

  constructor(problem: BillFault['problem'], cause?: unknown) {
    super(`the bill cannot be read to its end: ${problem}`, { cause });
    this.problem = problem;
  }
}
