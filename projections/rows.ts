import type { PayoutPurpose } from '../domain/account/carried.ts';
import type { Sums } from '../domain/account/payer-sums.ts';
import type { Evidence, PayoutState, WaitingReason } from '../domain/account/payout-state.ts';
import type {
  CardRef,
  EarningId,
  PayeeId,
  PayerId,
  PayoutId,
  Reference,
  WithdrawalId,
} from '../domain/identifiers.ts';
import type { Fen } from '../domain/money.ts';
import type { Position } from '../domain/ports/event-store.ts';
import type { PaymentFailure } from '../domain/ports/payment-order.ts';
import type { TaxMethod } from '../domain/tax/rates.ts';
import type { Instant, Month } from '../domain/time.ts';

/** What one account holds: the same sums the decider sees, kept for reading. */
export type BalanceRow = {
  readonly payee: PayeeId;
  /** The month whose stream holds the account's newest fact. */
  readonly period: Month;
  readonly sums: Sums;
};

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

export type WithdrawalRow = {
  readonly account: PayeeId;
  readonly withdrawalId: WithdrawalId;
  readonly period: Month;
  readonly amount: Fen;
  readonly at: Instant;
  readonly payoutIds: readonly PayoutId[];
};

/** One account of the books. Balance = debit − credit. */
export type BookRow = { readonly account: string; readonly debit: Fen; readonly credit: Fen };

/** A month of the books, by the time of recording: one account's part, or where its facts lie. */
export type BookMonthRow =
  | ({ readonly kind: 'book'; readonly month: Month } & BookRow)
  | ({ readonly kind: 'span'; readonly month: Month } & MonthSpan);

/** Between these two lie all facts recorded in the month, and maybe some of its neighbours'. */
export type MonthSpan = {
  readonly first: {
    readonly stream: string;
    readonly revision: number;
    readonly position: Position;
  };
  readonly last: Position;
};

/** The last fact of a stream and the link of the chain it closes. */
export type StreamRow = {
  readonly stream: string;
  readonly revision: number;
  readonly hash: string;
};

/** Where an earning was recorded: the account and the month's stream. A team's earning stands in several accounts. */
export type EarningPlace = {
  readonly earningId: EarningId;
  readonly account: PayeeId;
  readonly period: Month;
};

export type AdjustmentRow = {
  readonly adjustmentId: Reference;
  readonly account: PayeeId;
  readonly payerId: PayerId;
  readonly amount: Fen;
  readonly reason: string;
  readonly by: string;
  readonly approvedBy?: string;
  readonly at: Instant;
};
