import type {
  CardRef,
  EarningId,
  PayerId,
  PayoutId,
  Reference,
  WithdrawalId,
} from '../identifiers.ts';
import type { Amount } from '../money.ts';
import type { Day, Instant, Month } from '../time.ts';
import type { AdjustmentData } from './facts.ts';
import type { RequestedPayout } from './payout-facts.ts';
import type { PayoutState, WaitingReason } from './payout-state.ts';

/** All that a month hands on to the next. */
export type Carried = {
  readonly payers: { readonly [payerId: string]: CarriedSums };
  readonly holds: readonly CarriedHold[];
  readonly payouts: readonly CarriedPayout[];
  readonly adjustments: readonly CarriedAdjustment[];
  readonly tax: { readonly [payerId: string]: readonly CarriedTax[] };
};

export type CarriedSums = { readonly [field in SumName]: Amount } & {
  readonly maturing: readonly { readonly on: Day; readonly amount: Amount }[];
};
export type SumName =
  | 'earned'
  | 'reversed'
  | 'adjusted'
  | 'payable'
  | 'held'
  | 'inFlight'
  | 'inDoubt'
  | 'returned'
  | 'withdrawn'
  | 'taxWithheld';

export type CarriedHold = {
  readonly holdId: Reference;
  readonly payerId: PayerId;
  readonly amount: Amount;
  /** Missing in what was written before a repeat was held against it. */
  readonly reason?: string;
  readonly earningId?: EarningId;
  readonly maturesOn?: Day;
  /** A hold that was released goes on for a while, so that its id is not taken for a new one. */
  readonly releasedAt?: Instant;
};
export type CarriedAdjustment = AdjustmentData & {
  readonly by: string;
  /** A posted adjustment goes on for a while, so that its id is not taken for a new one. */
  readonly posted?: true;
};
export type CarriedTax = {
  readonly month: Month;
  readonly gross: Amount;
  readonly withheld: Amount;
};

export type CarriedPayout = RequestedPayout & {
  readonly for: PayoutPurpose;
  readonly cardRef: CardRef;
  readonly state: PayoutState;
  readonly requestedAt: Instant;
  readonly submittedAt?: Instant;
  readonly orderNo?: string;
  readonly paidAt?: Instant;
  readonly reissueOf?: PayoutId;
  /** `true` in what was written before the news themselves were kept. */
  readonly contradicted?: true | string;
  readonly waiting?: { readonly reason: WaitingReason; readonly at: Instant };
  readonly stopAsked?: true;
  /** What one of two people has said about a payout in doubt. */
  readonly proposal?: { readonly outcome: 'paid' | 'rejected'; readonly by: string };
};

/** A payout serves a doctor's withdrawal or an organization's statement. */
export type PayoutPurpose =
  | { readonly withdrawalId: WithdrawalId }
  | { readonly statementId: Reference };
