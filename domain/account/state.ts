import type {
  EarningId,
  PayeeId,
  PayerId,
  PayoutId,
  Reference,
  WithdrawalId,
} from '../identifiers.ts';
import type { Fen } from '../money.ts';
import type { TaxHistory } from '../tax/tax-history.ts';
import type { Day, Instant, Month } from '../time.ts';
import { VersionedMap } from '../versioned-map.ts';
import type { AdjustmentData, EarningData } from './facts.ts';
import type { Sums } from './payer-sums.ts';
import type { Payout } from './payout.ts';

declare const keyBrand: unique symbol;

/** Only what some rule of a payee's account needs. Bounded by one month of facts. */
export type Account = {
  /** Undefined until the first fact of the account's first month. */
  readonly period: Month | undefined;
  readonly previous: Month | undefined;
  readonly closedFor: Month | undefined;
  readonly sums: Sums;
  /** Recorded this month, by id; of earlier months the command brings what is needed. */
  readonly earnings: VersionedMap<EarningKey, EarningData>;
  /** What was reversed this month, of earnings of any month. */
  readonly reversed: VersionedMap<EarningKey, Reversed>;
  readonly reversals: VersionedMap<Reference, Reversal>;
  readonly holds: VersionedMap<Reference, Hold>;
  readonly withdrawals: VersionedMap<WithdrawalId, Withdrawal>;
  readonly payouts: VersionedMap<PayoutId, Payout>;
  readonly adjustments: VersionedMap<Reference, Adjustment>;
  readonly tax: ReadonlyMap<PayerId, TaxHistory>;
};

/** Where the performer is not the owner of the account: an organization gets a team's earning once per member. */
export type EarningKey = string & { readonly [keyBrand]: 'EarningKey' };
/** An earning in an account: its id, and whose part it is where that is not the owner. */
export const earningKey = (id: EarningId, performedBy: PayeeId | undefined): EarningKey =>
  (performedBy === undefined ? id : `${performedBy}/${id}`) as EarningKey;

export type Reversed = { readonly amount: Fen; readonly fee: Fen };
export type Reversal = {
  readonly earning: EarningKey;
  readonly amount: Fen;
  readonly reason: string;
};

export type Hold = {
  readonly holdId: Reference;
  readonly payerId: PayerId;
  readonly amount: Fen;
  /** Undefined where an earlier month handed it on without. */
  readonly reason: string | undefined;
  readonly earningId: EarningId | undefined;
  readonly maturesOn: Day | undefined;
  /** Undefined while the money is held. */
  readonly releasedAt: Instant | undefined;
};

export type Withdrawal = {
  readonly withdrawalId: WithdrawalId;
  readonly asked: Fen | 'all';
  readonly amount: Fen;
  readonly at: Instant;
  readonly payoutIds: readonly PayoutId[];
};

export type Adjustment = AdjustmentData & {
  readonly by: string;
  readonly state: 'proposed' | 'posted';
};

/** Before its first month. */
export const newAccount: Account = {
  period: undefined,
  previous: undefined,
  closedFor: undefined,
  sums: new Map(),
  earnings: VersionedMap.of(),
  reversed: VersionedMap.of(),
  reversals: VersionedMap.of(),
  holds: VersionedMap.of(),
  withdrawals: VersionedMap.of(),
  payouts: VersionedMap.of(),
  adjustments: VersionedMap.of(),
  tax: new Map(),
};
