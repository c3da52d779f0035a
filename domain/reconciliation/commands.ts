import type { PayerId, Reference } from '../identifiers.ts';
import type { Fen } from '../money.ts';
import type { Day, Instant } from '../time.ts';
import type { Break } from './breaks.ts';
import type { BreakAction } from './facts.ts';
import type { BillFile, PayerFunds, RunCounts } from './run-figures.ts';

/** What may be asked of one day's reconciliation. */
export type ReconciliationCommand =
  | Asked<
      'StartRun',
      {
        readonly digest: string;
        readonly files: readonly BillFile[];
        readonly beganAt: Instant;
      }
    >
  | Asked<'FindBreaks', { readonly run: number; readonly breaks: readonly Break[] }>
  /** Closes breaks that the run no longer found. */
  | Asked<'ClearBreaks', { readonly run: number; readonly breakIds: readonly Reference[] }>
  | Asked<
      'CompleteRun',
      {
        readonly run: number;
        readonly counts: RunCounts;
        readonly funds: readonly PayerFunds[];
        readonly found: number;
        readonly cleared: number;
        /** Breaks of earlier days that are still open. */
        readonly carried: readonly Reference[];
      }
    >
  | Asked<
      'ResolveBreak',
      {
        readonly breakId: Reference;
        readonly action: BreakAction;
        readonly comment: string;
        /** Where the provider's money moved on another day after all. */
        readonly on?: Day;
      }
    >
  | Asked<
      'SignOffDay',
      {
        /** Our cash per payer at the end of the day, as the books say now. */
        readonly ledger: ReadonlyMap<PayerId, Fen>;
        /** The day in Asia/Shanghai at the moment of asking. */
        readonly today: Day;
      }
    >
  | Asked<'ReopenDay', { readonly reason: string }>;

type Asked<Type extends string, Content> = {
  readonly type: Type;
  readonly provider: string;
  readonly day: Day;
  readonly by: string;
  readonly now: Instant;
} & Content;
export type AskedFor<Type extends ReconciliationCommand['type']> = Extract<
  ReconciliationCommand,
  { readonly type: Type }
>;
