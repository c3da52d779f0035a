import { type Fen, fen } from '../../domain/money.ts';
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
