import type { EarningId, PayeeId, PayerId, Reference } from '../identifiers.ts';
import type { Amount } from '../money.ts';
import type { EarningSource } from '../policy/withdrawal-policy.ts';
import type { Day, Instant, Month } from '../time.ts';
import type { Carried } from './carried.ts';
import type { Fact, PayoutFact } from './payout-facts.ts';

/** Facts about one payee's account in one month. Written once, kept for ever: never rename, never repurpose. */
export type AccountFact =
  | PayoutFact
  | Fact<
      'PeriodOpened',
      {
        readonly payee: PayeeId;
        readonly period: Month;
        readonly previous?: Month;
        readonly carried: Carried;
        readonly at: Instant;
      }
    >
  | Fact<
      'PeriodClosed',
      {
        readonly payee: PayeeId;
        readonly period: Month;
        readonly next: Month;
        readonly carried: Carried;
        readonly at: Instant;
      }
    >
  | Fact<'EarningRecorded', EarningData>
  | Fact<'EarningReversed', ReversalData>
  | Fact<
      'HoldPlaced',
      {
        readonly holdId: Reference;
        readonly payerId: PayerId;
        readonly amount: Amount;
        readonly reason: string;
        readonly earningId?: EarningId;
        readonly maturesOn?: Day;
        readonly at: Instant;
      }
    >
  | Fact<
      'HoldReleased',
      {
        readonly holdId: Reference;
        readonly payerId: PayerId;
        readonly amount: Amount;
        readonly maturesOn?: Day;
        readonly at: Instant;
      }
    >
  | Fact<'AdjustmentProposed', AdjustmentData & { readonly by: string }>
  | Fact<'AdjustmentPosted', AdjustmentData & { readonly by: string; readonly approvedBy: string }>;

export type FactData<Type extends AccountFact['type']> = Extract<
  AccountFact,
  { readonly type: Type }
>['data'];

export type EarningData = {
  readonly earningId: EarningId;
  readonly payerId: PayerId;
  readonly source: EarningSource;
  readonly gross: Amount;
  readonly fee: Amount;
  readonly completedAt: Instant;
  readonly availableOn: Day;
  /** Who performed the service, where that is not the owner of the account. */
  readonly performedBy?: PayeeId;
  readonly serviceRef?: string;
  readonly contractRef?: string;
  /** HMAC under a key of the doctor's: tells patients apart, says nobody. */
  readonly patient?: string;
  /** Tells the same content from other content when the id comes again. */
  readonly fingerprint: string;
};

export type ReversalData = {
  readonly reversalId: Reference;
  readonly earningId: EarningId;
  readonly payerId: PayerId;
  readonly amount: Amount;
  readonly fee: Amount;
  readonly reason: string;
  /** The day the reversed money would have matured, where that was still to come. */
  readonly maturesOn?: Day;
  readonly performedBy?: PayeeId;
  readonly at: Instant;
};

export type AdjustmentData = {
  readonly adjustmentId: Reference;
  readonly payerId: PayerId;
  /** Signed: positive raises what the payer owes the payee. */
  readonly amount: Amount;
  readonly reason: string;
  readonly at: Instant;
};
