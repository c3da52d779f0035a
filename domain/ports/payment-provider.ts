import type { Fen } from '../money.ts';
import type { AccountKind, ReceiveType } from '../payout/provider-contract.ts';
import type { Day, Instant } from '../time.ts';
import type { BillFault, BillHead, BillLine } from './provider-bill.ts';

/** All that leaves the house for one payout. Card number and name are read from the vault at the moment of sending. */
export type PaymentInstruction = {
  /** The payout id: the provider's request number, the same on every attempt. */
  readonly requestNo: string;
  readonly merchantNo: string;
  readonly amount: Fen;
  readonly cardNumber: string;
  readonly holderName: string;
  readonly bankCode: string;
  readonly accountKind: AccountKind;
  /** Of the contract in force when it was first sent, so that it never changes between attempts. */
  readonly receiveType: ReceiveType;
};

/** Where an order stands at the provider. */
export type OrderStanding =
  | { readonly state: 'processing' }
  | { readonly state: 'paid'; readonly finishedAt: Instant; readonly fee: Fen }
  | { readonly state: 'failed'; readonly reasonCode: PaymentFailure; readonly providerCode: string }
  | { readonly state: 'cancelled' }
  /** Paid, then sent back by the bank. */
  | {
      readonly state: 'returned';
      readonly finishedAt: Instant;
      readonly returnedAt: Instant;
      readonly fee: Fen;
    };

/** Our words for why a bank or the provider said no, or we did not send it after all. `unknown` is never final by itself. */
export type PaymentFailure =
  | 'name-mismatch'
  | 'card-invalid'
  | 'card-closed-or-frozen'
  | 'card-class-limit'
  | 'payee-limit'
  | 'payer-restricted'
  | 'risk-rejected'
  | 'bank-info-wrong'
  | 'cancelled-by-provider'
  | 'payer-short-of-funds'
  | 'account-restricted'
  | 'consent-missing'
  | 'stopped-by-finance'
  | 'other';

/**
 * What came of asking the provider for something, each answer in one class:
 * not-sent (it certainly has no order), rejected (it certainly said no), answered, may-have-happened.
 */
export type OrderAnswer =
  | { readonly outcome: 'not-sent'; readonly cause: NotSentCause; readonly detail: string }
  | { readonly outcome: 'rejected'; readonly providerCode: string; readonly detail: string }
  | {
      readonly outcome: 'accepted';
      readonly orderNo: string;
      readonly standing: OrderStanding;
    }
  | ({ readonly outcome: 'may-have-happened'; readonly detail: string } & Strange);

/** An answer that nobody has foreseen: nothing is concluded from it, and somebody must look. */
type Strange = { readonly unclassified?: true };

/** Why an order certainly does not exist and may be sent again under the same number. */
export type NotSentCause =
  | 'unreachable'
  | 'busy'
  | 'payer-short-of-funds'
  | 'misconfigured'
  | 'circuit-open';

export type QueryAnswer =
  | {
      readonly outcome: 'found';
      readonly orderNo: string;
      readonly amount: Fen;
      readonly merchantNo: string;
      readonly requestNo: string;
      readonly standing: OrderStanding;
    }
  /** Not proof that it was never taken: the query may lag behind. */
  | { readonly outcome: 'not-found' }
  | ({ readonly outcome: 'unknown'; readonly detail: string } & Strange);

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

export type BalanceAnswer =
  | { readonly outcome: 'found'; readonly balance: Fen }
  | { readonly outcome: 'unknown'; readonly detail: string };

/** What moved the payer's balance at the provider. `other`: a code of the provider that we have no word for. */
export type MovementKind =
  | 'payout'
  | 'withdrawal'
  | 'recharge'
  | 'transfer'
  | 'acquiring'
  | 'other';

export type Movement = {
  readonly at: Instant;
  readonly flowNo: string;
  readonly kind: MovementKind;
  /** Ours, where the movement belongs to an order. */
  readonly requestNo: string | undefined;
  /** Positive came in, negative went out; a payout that came back is a `payout` with a positive amount. */
  readonly amount: Fen;
  readonly fee: Fen;
  /** What was held after it. */
  readonly balance: Fen;
};

export type MovementsAnswer =
  | { readonly outcome: 'found'; readonly items: readonly Movement[]; readonly more: boolean }
  | { readonly outcome: 'unknown'; readonly detail: string };

export type BillKind = 'payments' | 'returns';
export type BillAnswer =
  | { readonly outcome: 'found'; readonly bytes: AsyncIterable<Uint8Array> }
  /** Not there (yet): never to be read as "no payments". */
  | { readonly outcome: 'not-there' }
  | { readonly outcome: 'unknown'; readonly detail: string };

export type CancelAnswer =
  | { readonly outcome: 'stopped' }
  /** The payment goes on. */
  | { readonly outcome: 'goes-on' }
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
