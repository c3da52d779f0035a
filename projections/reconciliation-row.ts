import type { BillFile, PayerFunds, RunCounts } from '../domain/reconciliation/run-figures.ts';
import type { Day, Instant } from '../domain/time.ts';

export type RunRow = {
  readonly run: number;
  readonly by: string;
  readonly beganAt: Instant;
  readonly digest: string;
  readonly files: readonly BillFile[];
  readonly completedAt?: Instant;
  readonly counts?: RunCounts;
  readonly funds?: readonly PayerFunds[];
  /** What it changed against the run before. */
  readonly found?: number;
  readonly cleared?: number;
  readonly carried?: number;
};

/** One day with one provider: its newest runs and whether it is signed. */
export type ReconciliationRow = {
  readonly provider: string;
  readonly day: Day;
  /** Newest first, at most `runsKept`. */
  readonly runs: readonly RunRow[];
  readonly signedOff?: { readonly by: string; readonly at: Instant; readonly carried: number };
  readonly reopenings: readonly {
    readonly reopening: number;
    readonly by: string;
    readonly reason: string;
    readonly at: Instant;
  }[];
};
