import type { Sums } from '../domain/account/payer-sums.ts';
import type {
  EarningId,
  PayeeId,
  PayerId,
  PayoutId,
  Reference,
  WithdrawalId,
} from '../domain/identifiers.ts';
import type { Fen } from '../domain/money.ts';
import type { Position } from '../domain/ports/event-store.ts';
import type { Instant, Month } from '../domain/time.ts';

/** What one account holds: the same sums the decider sees, kept for reading. */
export type BalanceRow = {
  readonly payee: PayeeId;
  /** The month whose stream holds the account's newest fact. */
  readonly period: Month;
  readonly sums: Sums;
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
