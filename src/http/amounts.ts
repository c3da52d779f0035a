import { amountText, fen } from '../../domain/money.ts';

/** An answer with every amount in it, however deep, as canonical text. */
export const withAmounts = (value: unknown): unknown => {
  if (typeof value === 'bigint') return amountText(fen(value));
  if (Array.isArray(value)) return value.map(withAmounts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withAmounts(part)]));
};
