import type { EarningId, PayeeId, PayoutId, Reference, WithdrawalId } from '../identifiers.ts';
import type { Fen } from '../money.ts';
import type { Instant, Month } from '../time.ts';
import type { PayoutState } from './payout-state.ts';

/** Every reason to say no, with what a caller needs to understand it. */
export type AccountRefusal =
  | { readonly code: 'amount-not-positive' }
  /** Internal: the account went on in a later month while the command was on its way. */
  | { readonly code: 'period-closed'; readonly next: Month }
  /** Internal: the account's month is not begun; nothing may be written before its first fact. */
  | { readonly code: 'period-not-open' }
  | { readonly code: 'earning-differs'; readonly earningId: EarningId }
  | { readonly code: 'earning-unknown'; readonly earningId: EarningId }
  | { readonly code: 'completed-in-future'; readonly completedAt: Instant }
  | { readonly code: 'reversal-differs'; readonly reversalId: Reference }
  | { readonly code: 'reversal-exceeds-earning'; readonly reversible: Fen; readonly asked: Fen }
  | { readonly code: 'hold-differs'; readonly holdId: Reference }
  | { readonly code: 'hold-unknown'; readonly holdId: Reference }
  | { readonly code: 'withdrawal-differs'; readonly withdrawalId: WithdrawalId }
  | { readonly code: 'account-restricted' }
  | { readonly code: 'settles-through-organization'; readonly organizationId: PayeeId }
  | { readonly code: 'consent-missing'; readonly purpose: 'payout' }
  | { readonly code: 'card-missing' }
  | { readonly code: 'card-cooling-off'; readonly usableFrom: Instant }
  | { readonly code: 'amount-below-minimum'; readonly minimum: Fen; readonly asked: Fen }
  | { readonly code: 'too-many-today'; readonly limit: number }
  | { readonly code: 'balance-too-low'; readonly available: Fen; readonly asked: Fen }
  | { readonly code: 'amount-above-limit'; readonly most: Fen; readonly asked: Fen }
  | { readonly code: 'payout-unknown'; readonly payoutId: PayoutId }
  | { readonly code: 'payout-state'; readonly payoutId: PayoutId; readonly state: PayoutState }
  | { readonly code: 'month-declared'; readonly month: Month }
  | { readonly code: 'statement-payout-differs'; readonly payoutId: PayoutId }
  | { readonly code: 'adjustment-differs'; readonly adjustmentId: Reference }
  | { readonly code: 'adjustment-unknown'; readonly adjustmentId: Reference }
  | { readonly code: 'needs-second-person'; readonly first: string }
  | { readonly code: 'resolution-differs'; readonly proposed: 'paid' | 'rejected' };
