/** Which account the money of a payout that is under way lies in. */
export type Reserved = 'in-flight' | 'in-doubt';

/** Why a payout that certainly is not at the provider waits; each ends by itself or by what a person does. */
export type WaitingReason =
  | 'payer-short-of-funds'
  | 'payer-frozen'
  | 'provider-frozen'
  | 'payouts-frozen'
  | 'provider-cut-off'
  | 'provider-unavailable'
  | 'outside-provider-limits'
  /** Something of ours is wrong, and somebody was told. */
  | 'under-review';

/** What a settlement rests on; a notification alone is never enough. */
export type Evidence = 'answer' | 'query' | 'bill' | 'two-people' | 'nothing-to-send';

export type PayoutState =
  | 'requested'
  | 'submitted'
  | 'accepted'
  | 'in-doubt'
  | 'paid'
  | 'rejected'
  | 'returned'
  | 'reissued'
  | 'cancelled';
