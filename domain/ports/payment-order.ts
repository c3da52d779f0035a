import type { Fen } from '../money.ts';
import type { AccountKind, ReceiveType } from '../payout/provider-contract.ts';
import type { Instant } from '../time.ts';

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

export type CancelAnswer =
  | { readonly outcome: 'stopped' }
  /** The payment goes on. */
  | { readonly outcome: 'goes-on' }
  | { readonly outcome: 'unknown'; readonly detail: string };
