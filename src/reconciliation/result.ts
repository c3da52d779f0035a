import type { Reference } from '../../domain/identifiers.ts';
import type { Break } from '../../domain/reconciliation/breaks.ts';
import type { BillFile, PayerFunds, RunCounts } from '../../domain/reconciliation/run-figures.ts';
import type { Day } from '../../domain/time.ts';

/** All that a run found. The same inputs give the same, byte for byte (`resultText`). */
export type RunResult = {
  readonly provider: string;
  readonly day: Day;
  readonly files: readonly BillFile[];
  readonly counts: RunCounts;
  readonly funds: readonly PayerFunds[];
  /** By id. */
  readonly breaks: readonly Break[];
  /** Breaks of earlier days that this day's bills explain. */
  readonly explained: readonly Reference[];
};

/** The text whose digest a run is known by: the same findings, the same text. */
export const resultText = ({ provider, day, files, counts, funds, breaks }: RunResult): string =>
  JSON.stringify({ provider, day, files, counts, funds, breaks });
