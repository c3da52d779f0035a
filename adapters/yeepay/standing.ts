import { type Fen, fen, minus, zero } from '../../domain/money.ts';
import type { OrderStanding, PaymentFailure } from '../../domain/ports/payment-provider.ts';
import { type Instant, instant } from '../../domain/time.ts';
import type { AnswerFields } from './answer.ts';

export const textOf = (fields: AnswerFields, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const amountGrammar = /^(-?)(\d{1,16})(?:\.(\d{1,2})0*)?$/;

/** An amount of an answer: a number or a text there, exact either way; never rounded. */
export const amountOf = (fields: AnswerFields, name: string): Fen | undefined => {
  const [, sign = '', yuan = '', decimals = ''] =
    amountGrammar.exec(textOf(fields, name) ?? '') ?? [];
  return yuan === '' ? undefined : fen(BigInt(`${sign}${yuan}${decimals.padEnd(2, '0')}`));
};

/** The provider's times carry no zone; they are China's. */
export const chinaTime = (text: string | undefined): Instant | undefined =>
  text === undefined ? undefined : instant(`${text.replace(' ', 'T')}+08:00`);

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
};

const failed = (fields: AnswerFields): OrderStanding => {
  const providerCode = textOf(fields, 'failCode') ?? 'FAIL';
  const reasonCode = Object.hasOwn(failures, providerCode) ? failures[providerCode] : undefined;
  return { state: 'failed', reasonCode: reasonCode ?? 'other', providerCode };
};

/** What it cost us beyond the amount: what was really taken from the account says it best. Never negative. */
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
