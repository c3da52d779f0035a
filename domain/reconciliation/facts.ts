import type { PayerId, Reference } from '../identifiers.ts';
import type { Amount } from '../money.ts';
import type { Day, Instant } from '../time.ts';
import type { Break } from './breaks.ts';
import type { BillFile, PayerFunds, RunCounts } from './run-figures.ts';

/** What a person or the machine did about a break. `clear`: a later run no longer found it. */
export type BreakAction = 'link' | 'ignore' | 'suspense' | 'adjust' | 'apply' | 'clear';

/** The accounts of a payer (and the provider's fees) that an entry about a break may touch. */
export type BreakAccount = 'cash' | 'suspense' | 'adjustments' | 'provider-fees';
export type BreakEntry = {
  readonly debit: BreakAccount;
  readonly credit: BreakAccount;
  readonly payerId: PayerId;
  readonly amount: Amount;
  /** The day on which the provider's money moved, by which cash is compared. */
  readonly on: Day;
};

/** Facts in `reconciliation-{provider}-{day}`. Runs, sign-offs and reopenings are numbered from 1. */
export type ReconciliationFact =
  | FactOf<
      'RunStarted',
      {
        readonly run: number;
        /** Of all that the run found: the same inputs have the same. */
        readonly digest: string;
        readonly files: readonly BillFile[];
        /** When the run began to look; `at` is when it began to write. */
        readonly beganAt: Instant;
        readonly by: string;
      }
    >
  | FactOf<'BreakFound', { readonly run: number; readonly found: Break }>
  | FactOf<
      'BreakResolutionProposed',
      { readonly breakId: Reference; readonly comment: string; readonly by: string }
    >
  | FactOf<
      'BreakResolved',
      {
        readonly breakId: Reference;
        readonly action: BreakAction;
        readonly comment: string;
        readonly by: string;
        readonly approvedBy?: string;
        readonly entry?: BreakEntry;
      }
    >
  | FactOf<
      'BreaksCarriedForward',
      { readonly run: number; readonly count: number; readonly breakIds: readonly Reference[] }
    >
  | FactOf<
      'RunCompleted',
      {
        readonly run: number;
        readonly digest: string;
        readonly counts: RunCounts;
        readonly funds: readonly PayerFunds[];
        /** What this run changed against the one before. */
        readonly found: number;
        readonly cleared: number;
      }
    >
  | FactOf<'DaySignedOff', { readonly run: number; readonly carried: number; readonly by: string }>
  | FactOf<
      'DayReopened',
      { readonly reopening: number; readonly reason: string; readonly by: string }
    >;

type FactOf<Type extends string, Data> = {
  readonly type: Type;
  readonly data: Data & { readonly provider: string; readonly day: Day; readonly at: Instant };
};
export type ReconciliationFactOf<Type extends ReconciliationFact['type']> = Extract<
  ReconciliationFact,
  { readonly type: Type }
>;

export const reconciliationStream = (provider: string, day: Day): string =>
  `reconciliation-${provider}-${day}`;
