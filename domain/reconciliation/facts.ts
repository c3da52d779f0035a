import type { PayerId, Reference } from '../identifiers.ts';
import type { Amount } from '../money.ts';
import type { Day, Instant } from '../time.ts';
import type { Break } from './breaks.ts';

/** A bill as it was kept, or that there was none and why that is believed. */
export type BillFile =
  | {
      readonly kind: 'payments' | 'returns';
      readonly name: string;
      /** SHA-256 of the bytes as they came, in hex. */
      readonly sha256: string;
      readonly bytes: number;
    }
  /** No file, and the provider's account shows that nothing of the kind moved that day. */
  | { readonly kind: 'payments' | 'returns'; readonly none: 'nothing-moved' };

export type RunCounts = {
  readonly billLines: number;
  readonly returnLines: number;
  readonly ledgerPaid: number;
  readonly ledgerReturned: number;
  /** Requests on which both sides agree. */
  readonly matched: number;
  /** Requests looked at; what the match rate is a share of. */
  readonly compared: number;
};

/** One payer's day at the provider. What it did not tell is absent, and that is not zero. */
export type PayerFunds = {
  readonly payerId: PayerId;
  readonly billed: Amount;
  readonly billedFees: Amount;
  readonly billedReturns: Amount;
  readonly opening?: Amount;
  readonly moneyIn?: Amount;
  readonly moneyOut?: Amount;
  readonly closing?: Amount;
  /** Our cash account at the end of the day, by the days on which money moved. */
  readonly ledger: Amount;
  /** 未达账项: booked by the two sides on different days, and agreed. */
  readonly inTransit: Amount;
  /** What open breaks account for. */
  readonly explained: Amount;
};

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
