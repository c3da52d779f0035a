import type { CardRef, PayerId, PayoutId, Reference, WithdrawalId } from '../identifiers.ts';
import type { Amount } from '../money.ts';
import type { PaymentFailure } from '../ports/payment-order.ts';
import type { TaxMethod } from '../tax/tax-rules.ts';
import type { Instant } from '../time.ts';
import type { PayoutPurpose } from './carried.ts';
import type { Evidence, PayoutState, Reserved, WaitingReason } from './payout-state.ts';

export type Fact<Type extends string, Data> = { readonly type: Type; readonly data: Data };

/** The facts of a payout's life, from the request on. */
export type PayoutFact =
  | Fact<
      'WithdrawalRequested',
      {
        readonly withdrawalId: WithdrawalId;
        readonly asked: Amount | 'all';
        readonly amount: Amount;
        readonly cardRef: CardRef;
        readonly policy: string;
        readonly payouts: readonly RequestedPayout[];
        readonly at: Instant;
      }
    >
  | Fact<
      'StatementPayoutRequested',
      {
        readonly statementId: Reference;
        readonly payoutId: PayoutId;
        readonly payerId: PayerId;
        readonly gross: Amount;
        readonly cardRef: CardRef;
        readonly at: Instant;
      }
    >
  | Fact<
      'PayoutWaiting',
      { readonly payoutId: PayoutId; readonly reason: WaitingReason; readonly at: Instant }
    >
  | Fact<
      'PayoutStopAsked',
      {
        readonly payoutId: PayoutId;
        readonly reason: string;
        readonly by: string;
        readonly at: Instant;
      }
    >
  | Fact<'PayoutSubmitted', { readonly payoutId: PayoutId; readonly at: Instant }>
  | Fact<
      'PayoutAccepted',
      PayoutMoney & { readonly from: Reserved; readonly orderNo: string; readonly at: Instant }
    >
  | Fact<'PayoutInDoubt', PayoutMoney & { readonly reason: string; readonly at: Instant }>
  | Fact<
      'PayoutPaid',
      PayoutMoney & {
        readonly from: Reserved | 'payable' | 'returned';
        readonly tax: Amount;
        readonly net: Amount;
        readonly providerFee: Amount;
        readonly paidAt: Instant;
        readonly evidence: Evidence;
        readonly at: Instant;
      }
    >
  | Fact<
      'PayoutRejected',
      PayoutMoney & {
        readonly from: Reserved;
        readonly to: 'payable' | 'returned';
        readonly reason: PaymentFailure;
        readonly providerCode: string;
        readonly evidence: Evidence;
        readonly at: Instant;
      }
    >
  | Fact<
      'PayoutReturned',
      {
        readonly payoutId: PayoutId;
        readonly payerId: PayerId;
        readonly net: Amount;
        readonly reason: string;
        readonly returnedAt: Instant;
        readonly evidence: Evidence;
        readonly at: Instant;
      }
    >
  | Fact<
      'PayoutReissued',
      {
        readonly payoutId: PayoutId;
        readonly payerId: PayerId;
        readonly newPayoutId: PayoutId;
        readonly for: PayoutPurpose;
        readonly net: Amount;
        readonly cardRef: CardRef;
        readonly by: string;
        readonly at: Instant;
      }
    >
  | Fact<
      'PayoutCancelled',
      PayoutMoney & {
        readonly from: 'in-flight' | 'returned';
        readonly to: 'payable' | 'returned';
        readonly tax: Amount;
        readonly net: Amount;
        readonly reason: string;
        readonly by: string;
        readonly at: Instant;
      }
    >
  | Fact<
      'PayoutResolutionProposed',
      {
        readonly payoutId: PayoutId;
        readonly outcome: 'paid' | 'rejected';
        readonly note: string;
        readonly by: string;
        readonly at: Instant;
      }
    >
  | Fact<
      'PayoutNewsContradicted',
      {
        readonly payoutId: PayoutId;
        readonly state: PayoutState;
        readonly news: string;
        readonly at: Instant;
      }
    >;

/**
 * `gross` is what this payout reserves: of a reissued one, the net of the first. Where a payment or
 * a cancelling moves tax as well, `gross` is `net` and `tax` together.
 */
export type PayoutMoney = {
  readonly payoutId: PayoutId;
  readonly payerId: PayerId;
  readonly gross: Amount;
};

export type RequestedPayout = {
  readonly payoutId: PayoutId;
  readonly payerId: PayerId;
  readonly gross: Amount;
  readonly tax: Amount;
  readonly net: Amount;
  readonly taxMethod: TaxMethod;
};
