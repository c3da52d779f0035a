import { type Fen, minus, zero } from '../../domain/money.ts';
import type { OrderStanding, PaymentFailure } from '../../domain/ports/payment-order.ts';
import type { Instant } from '../../domain/time.ts';
import type { AnswerFields } from './answer.ts';
import { amountOf, chinaTime, textOf } from './answer-fields.ts';

/** The provider publishes no table of fail codes; those seen are mapped, the rest is `other`. */
const failures: { readonly [code: string]: PaymentFailure } = {
  NAME_MISMATCH: 'name-mismatch',
  CARD_INVALID: 'card-invalid',
  CARD_CLOSED: 'card-closed-or-frozen',
  CARD_CLASS_LIMIT: 'card-class-limit',
  PAYEE_LIMIT: 'payee-limit',
  PAYER_RESTRICTED: 'payer-restricted',
  RISK_REJECTED: 'risk-rejected',
  BANK_INFO_WRONG: 'bank-info-wrong',
  BALANCE_INSUFFICIENT: 'payer-short-of-funds',
};

const failed = (fields: AnswerFields): OrderStanding => {
  const providerCode = textOf(fields, 'failCode') ?? 'FAIL';
  const reasonCode = Object.hasOwn(failures, providerCode) ? failures[providerCode] : undefined;
  return { state: 'failed', reasonCode: reasonCode ?? 'other', providerCode };
};

/**
 * What it cost us beyond the amount: what was really taken from the account says it best. Never
 * negative.
 */
const feeOf = (fields: AnswerFields): Fen | undefined => {
  const [amount, debited] = [amountOf(fields, 'orderAmount'), amountOf(fields, 'debitAmount')];
  const isDebited = amount !== undefined && debited !== undefined;
  const fee = isDebited ? minus(debited, amount) : (amountOf(fields, 'fee') ?? zero);
  return fee < zero ? undefined : fee;
};

/**
 * Where an order stands; undefined for a status we do not know, from which nothing may be concluded.
 * A return does not change the status: the order stays SUCCESS and says `isReversed`.
 */
export const standingOf = (fields: AnswerFields, now: Instant): OrderStanding | undefined => {
  const finishedAt = chinaTime(textOf(fields, 'finishTime')) ?? now;
  const fee = feeOf(fields);
  switch (textOf(fields, 'status')) {
    case 'REQUEST_RECEIVE':
    case 'REQUEST_ACCEPT':
    case 'REMITING':
      return { state: 'processing' };
    case 'SUCCESS': {
      if (fee === undefined) return undefined;
      if (String(fields.isReversed).toLowerCase() !== 'true')
        return { state: 'paid', finishedAt, fee };
      const returnedAt = chinaTime(textOf(fields, 'reverseTime')) ?? now;
      return { state: 'returned', finishedAt, returnedAt, fee };
    }
    case 'FAIL':
      return failed(fields);
    case 'CANCELED':
      return { state: 'cancelled' };
    default:
      return undefined;
  }
};
