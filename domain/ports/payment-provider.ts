import type { Fen } from '../money.ts';
import type { Day, Instant } from '../time.ts';
import type { BalanceAnswer, MovementsAnswer } from './merchant-account.ts';
import type {
  CancelAnswer,
  OrderAnswer,
  PaymentInstruction,
  QueryAnswer,
} from './payment-order.ts';
import type { BillFault, BillHead, BillLine } from './provider-bill.ts';

/** A verified notification: a reason to query, nothing more. */
export type Notification = {
  readonly merchantNo: string;
  readonly requestNo: string;
  /** Where it states one; the provider does not publish its fields. */
  readonly amount: Fen | undefined;
};

export type ReturnedOrder = {
  readonly requestNo: string;
  readonly orderNo: string;
  readonly amount: Fen;
  readonly returnedAt: Instant;
  readonly reason: string;
};

export type ReturnsAnswer =
  | { readonly outcome: 'found'; readonly items: readonly ReturnedOrder[]; readonly more: boolean }
  | { readonly outcome: 'unknown'; readonly detail: string };

export type BillKind = 'payments' | 'returns';
export type BillAnswer =
  | { readonly outcome: 'found'; readonly bytes: AsyncIterable<Uint8Array> }
  /** Not there (yet): never to be read as "no payments". */
  | { readonly outcome: 'not-there' }
  | { readonly outcome: 'unknown'; readonly detail: string };

/** A licensed provider that moves money on the payer's instruction. */
export interface PaymentProvider {
  order(instruction: PaymentInstruction): Promise<OrderAnswer>;
  query(order: { readonly merchantNo: string; readonly requestNo: string }): Promise<QueryAnswer>;
  cancel(order: {
    readonly merchantNo: string;
    readonly requestNo: string;
    readonly orderNo: string;
    readonly reason: string;
  }): Promise<CancelAnswer>;
  /** Bank returns whose return day lies in [from, until] (≤ 31 days), page from 1. */
  returns(query: {
    readonly merchantNo: string;
    readonly from: Day;
    readonly until: Day;
    readonly page: number;
  }): Promise<ReturnsAnswer>;
  /** What the provider holds for the payer right now. */
  balance(merchantNo: string): Promise<BalanceAnswer>;
  /** What it held at the end of a day. */
  endOfDayBalance(merchantNo: string, day: Day): Promise<BalanceAnswer>;
  /** All that moved the payer's balance in [from, until] (≤ 31 days), oldest first, page from 1. */
  movements(query: {
    readonly merchantNo: string;
    readonly from: Day;
    readonly until: Day;
    readonly page: number;
  }): Promise<MovementsAnswer>;
  /** The raw bill of a day, for all merchants of this key. */
  bill(kind: BillKind, day: Day): Promise<BillAnswer>;
  /** Reads such a bill as it streams in. A line that cannot be read is a fault of its own; a bill that is not whole ends with one. */
  readBill(bytes: AsyncIterable<Uint8Array>): AsyncIterable<BillHead | BillLine | BillFault>;
  /** Opens a signed notification; undefined for anything that is not genuine, always for the same reason. */
  readNotification(body: string): Notification | undefined;
  close(): Promise<void>;
}
