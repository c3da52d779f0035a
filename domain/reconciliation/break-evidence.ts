import type { PayoutState } from '../account/payout-state.ts';
import type { Amount } from '../money.ts';
import type { Day, Instant } from '../time.ts';

/** A line of a bill, as evidence. No names, no cards. */
export type BillEvidence = {
  readonly day: Day;
  readonly line: number;
  readonly orderNo: string;
  readonly amount: Amount;
  readonly fee: Amount;
  readonly finishedAt: Instant;
  readonly status: BillStatus;
};
export type BillStatus = 'paid' | 'returned' | 'failed';

/** What the ledger says of the same payout. */
export type LedgerEvidence = {
  readonly state: PayoutState;
  readonly net: Amount;
  readonly fee?: Amount;
  readonly paidAt?: Instant;
  readonly returnedAt?: Instant;
};

/** Two figures that should be one: the provider's and ours. */
export type Compared = { readonly what: string; readonly provider: string; readonly ours: string };
