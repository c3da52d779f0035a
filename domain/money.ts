import { Decimal } from 'decimal.js';

declare const brand: unique symbol;
declare const amountBrand: unique symbol;

/** An amount of CNY in whole fen. The only shape money has in memory. */
export type Fen = bigint & { readonly [brand]: 'Fen' };

/** Our own constructor: `Decimal.set` elsewhere in the process must not change how we compute. */
const Exact = Decimal.clone({ defaults: true, precision: 60, rounding: Decimal.ROUND_HALF_UP });

/** The canonical text of an amount, as facts and answers carry it: `"120.00"`, `"-0.05"`. */
export type Amount = string & { readonly [amountBrand]: 'Amount' };

export const zero = 0n as Fen;
/** So many fen, from a bigint that is known to be one. */
export const fen = (value: bigint): Fen => value as Fen;

/** The largest amount a request may carry: 9,999,999,999.99 yuan. */
export const largestAmount = fen(999_999_999_999n);

// Ours, not a library's: those would also read "1e3", "0x10" and "1_000".
const requestGrammar = /^0?(?:0|[1-9]\d{0,9})(?:\.\d{1,2})?$/;
const storedGrammar = /^-?(?:0|[1-9]\d{0,15})\.\d{2}$/;

/** Reads an amount as a request may write it (`"12"`, `"12.3"`, with one zero before it `"012.30"`), or says no. Never rounds. */
export const amountFromRequest = (text: string): Fen | undefined => {
  if (!requestGrammar.test(text)) return undefined;
  const point = text.indexOf('.');
  if (point === -1) return fen(BigInt(text) * 100n);
  return fen(BigInt(text.slice(0, point)) * 100n + BigInt(text.slice(point + 1).padEnd(2, '0')));
};

/** Reads an amount as we write it (`"-0.05"`, `"120.00"`); anything else in a fact is damage. */
export const amountFromFact = (text: string): Fen => {
  if (!storedGrammar.test(text) || text === '-0.00') throw new RangeError('Not a stored amount');
  return fen(BigInt(text.replace('.', '')));
};

/** An amount that came off the disk, checked again before anyone relies on it. */
export const storedAmount = (text: string): Amount | undefined =>
  storedGrammar.test(text) && text !== '-0.00' ? (text as Amount) : undefined;

/** The canonical text: two decimals, a sign only when negative. */
export const amountText = (amount: Fen): Amount => {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}` as Amount;
};

/** All sums are of whole fen and exact. */
export const plus = (a: Fen, b: Fen): Fen => (a + b) as Fen;
export const minus = (a: Fen, b: Fen): Fen => (a - b) as Fen;
export const negated = (a: Fen): Fen => -a as Fen;
export const smaller = (a: Fen, b: Fen): Fen => (a < b ? a : b);
export const larger = (a: Fen, b: Fen): Fen => (a > b ? a : b);
export const total = (amounts: Iterable<Fen>): Fen => {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum as Fen;
};

/** An exact number of fen that may still carry fractions, while a rate is being applied. */
export type Exactly = Decimal;

/** Begins an exact computation; `roundHalfUp` ends it. */
export const exactly = (amount: Fen): Exactly => new Exact(amount.toString());
export const timesRate = (amount: Exactly, rate: string): Exactly => amount.times(new Exact(rate));
export const dividedByRate = (amount: Exactly, rate: string): Exactly =>
  amount.dividedBy(new Exact(rate));
export const exactDifference = (a: Exactly, b: Exactly): Exactly => a.minus(b);
export const isAtMost = (a: Exactly, b: Exactly): boolean => a.lessThanOrEqualTo(b);
/** All digits in yuan, at least two decimals: how a working shows a base that is not whole fen. */
export const exactText = (amount: Exactly): string => {
  const text = amount.dividedBy(100).toFixed();
  const decimals = text.split('.')[1] ?? '';
  return decimals.length < 2 ? amount.dividedBy(100).toFixed(2) : text;
};

/** Half up to the fen: the one rounding taxes and fees use, applied once, on the final amount. */
export const roundHalfUp = (amount: Exactly): Fen =>
  fen(BigInt(amount.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toFixed(0)));

/**
 * Splits an amount by weights so that the parts add up to it: each part is rounded down, then the
 * spare fen go one each to the largest remainders, ties in the given order.
 * Weights are decimal strings (`"1"`, `"33.3"`), at least one of them positive.
 */
export const splitByLargestRemainder = (
  amount: Fen,
  weights: readonly string[],
): readonly Fen[] => {
  const exact = weights.map((weight) => new Exact(weight));
  const sum = exact.reduce((a, b) => a.plus(b), new Exact(0));
  if (!sum.greaterThan(0) || exact.some((weight) => weight.lessThan(0))) {
    throw new RangeError('Weights must not be negative and must add up to more than zero');
  }
  // A quotient such as 1/3 is never exact, so the remainders are kept as numerators over `sum`.
  const shares = exact.map((weight) => exactly(amount).times(weight));
  const floors = shares.map((share) => share.dividedToIntegerBy(sum));
  const remainders = shares.map((share, at) => share.minus(sum.times(floors[at] ?? 0)));
  const spare = floors.reduce((left, floor) => left.minus(floor), exactly(amount)).toNumber();
  const order = remainders
    .map((remainder, at) => ({ remainder, at }))
    .sort((a, b) => b.remainder.comparedTo(a.remainder) || a.at - b.at);
  const lucky = new Set(order.slice(0, spare).map(({ at }) => at));
  return floors.map((floor, at) => fen(BigInt(floor.toFixed(0)) + (lucky.has(at) ? 1n : 0n)));
};
