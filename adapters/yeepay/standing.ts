import { type Fen, fen, minus, zero } from '../../domain/money.ts';
import type { OrderStanding, PaymentFailure } from '../../domain/ports/payment-order.ts';
import { type Instant, instant } from '../../domain/time.ts';
import type { AnswerFields } from './answer.ts';

export const textOf = (fields: AnswerFields, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

// Java writes a double of ten million as 1.0E7, and nobody promises that it will not.
const amountGrammar = /^(-?)(\d{1,16})(?:\.(\d{1,16}))?(?:[eE]([+-]?\d{1,2}))?$/;
const fenDigitsMax = 18;

/** An amount of an answer: a number or a text there, exact either way; never rounded. */
export const amountOf = (fields: AnswerFields, name: string): Fen | undefined => {
  const parts = amountGrammar.exec(textOf(fields, name) ?? '');
  if (parts === null) return undefined;
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = parts;
  const digits = `${whole}${decimals}`;
  // How many more digits a number of fen has than were written; with fewer, those cut must be
  // zeros.
  const more = 2 - decimals.length + Number(exponent);
  const kept = more < 0 ? digits.slice(0, more) : digits.padEnd(digits.length + more, '0');
  const isExact = more >= 0 || /^0*$/.test(digits.slice(more));
  const isBounded = kept.replace(/^0+/, '').length <= fenDigitsMax;
  return isExact && isBounded ? fen(BigInt(`${sign}${kept === '' ? '0' : kept}`)) : undefined;
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
