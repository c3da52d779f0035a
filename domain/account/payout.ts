import type { CardRef, PayerId, PayoutId } from '../identifiers.ts';
import { type Amount, amountText, type Fen } from '../money.ts';
import type { TaxMethod } from '../tax/tax-rules.ts';
import type { Instant } from '../time.ts';
import type { PayoutPurpose } from './carried.ts';
import type { PayoutState, Reserved, WaitingReason } from './payout-state.ts';

export type Payout = {
  readonly payoutId: PayoutId;
  readonly for: PayoutPurpose;
  readonly payerId: PayerId;
  readonly gross: Fen;
  readonly tax: Fen;
  readonly net: Fen;
  readonly taxMethod: TaxMethod;
  readonly cardRef: CardRef;
  readonly state: PayoutState;
  readonly requestedAt: Instant;
  /** When the intent to send was written down. */
  readonly submittedAt: Instant | undefined;
  readonly orderNo: string | undefined;
  readonly paidAt: Instant | undefined;
  /** Set on a payout that pays again what the bank had sent back: it reserves the net and withholds nothing. */
  readonly reissueOf: PayoutId | undefined;
  /** The last news that contradicted what was believed: the state then, and what was said. */
  readonly contradicted: string | undefined;
  /** Why it is not sent yet, and when it last was certain that it is not at the provider. */
  readonly waiting: { readonly reason: WaitingReason; readonly at: Instant } | undefined;
  /** Finance wants it stopped, wherever it is. */
  readonly stopAsked: boolean;
  readonly proposal: { readonly outcome: 'paid' | 'rejected'; readonly by: string } | undefined;
};

/** The amount a payout keeps reserved while it is under way. */
export const reservedBy = (payout: Payout): Fen =>
  payout.reissueOf === undefined ? payout.gross : payout.net;

/** Whose money a payout reserves and how much of it, as facts write it. */
export const moneyOf = (
  payout: Payout,
): { payoutId: Payout['payoutId']; payerId: Payout['payerId']; gross: Amount } => ({
  payoutId: payout.payoutId,
  payerId: payout.payerId,
  gross: amountText(reservedBy(payout)),
});

/** Where the money of a payout under way lies; undefined when it is not under way. */
export const reservedIn = (state: PayoutState): Reserved | undefined => {
  if (state === 'in-doubt') return 'in-doubt';
  return state === 'requested' || state === 'submitted' || state === 'accepted'
    ? 'in-flight'
    : undefined;
};
