import type { PayoutPurpose } from '../domain/account/carried.ts';
import type { Evidence, PayoutState, WaitingReason } from '../domain/account/payout-state.ts';
import type { CardRef, PayeeId, PayerId, PayoutId } from '../domain/identifiers.ts';
import type { Fen } from '../domain/money.ts';
import type { PaymentFailure } from '../domain/ports/payment-order.ts';
import type { TaxMethod } from '../domain/tax/tax-rules.ts';
import type { Instant } from '../domain/time.ts';

/** One step in a payout's life, in the order it was recorded. */
export type PayoutStep = {
  readonly state: PayoutState;
  readonly at: Instant;
  readonly reason?: PaymentFailure | string;
  readonly evidence?: Evidence;
  readonly by?: string;
};

export type PayoutRow = {
  readonly payoutId: PayoutId;
  readonly account: PayeeId;
  readonly payerId: PayerId;
  readonly for: PayoutPurpose;
  readonly gross: Fen;
  readonly tax: Fen;
  readonly net: Fen;
  readonly taxMethod: TaxMethod;
  readonly cardRef: CardRef;
  readonly state: PayoutState;
  readonly requestedAt: Instant;
  readonly changedAt: Instant;
  readonly orderNo?: string;
  readonly paidAt?: Instant;
  readonly providerFee?: Fen;
  readonly reissueOf?: PayoutId;
  readonly reissuedAs?: PayoutId;
  readonly contradicted?: true;
  readonly waitingFor?: WaitingReason;
  readonly stopAsked?: true;
  readonly proposal?: { readonly outcome: 'paid' | 'rejected'; readonly by: string };
  readonly steps: readonly PayoutStep[];
};
