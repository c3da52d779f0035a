import { amountFromFact, type Fen } from '../money.ts';

/** One side of a movement in one account of the books. */
export type Leg = {
  readonly account: string;
  readonly side: 'debit' | 'credit';
  readonly amount: Fen;
};

/** A balanced movement: debits equal credits. */
export type Entry = { readonly what: string; readonly legs: readonly Leg[] };

/** A leg on the left, in fen. */
export const debit = (account: string, amount: Fen): Leg => ({ account, side: 'debit', amount });
/** A leg on the right, in fen. */
export const credit = (account: string, amount: Fen): Leg => ({ account, side: 'credit', amount });

/** Builds an entry without its empty legs. One that does not balance is a bug, not a refusal. */
export const entry = (what: string, ...legs: readonly Leg[]): Entry => {
  let balance = 0n;
  for (const { side, amount } of legs) balance += side === 'debit' ? amount : -amount;
  if (balance !== 0n) throw new Error(`Unbalanced entry: ${what}`);
  return { what, legs: legs.filter(({ amount }) => amount !== 0n) };
};

/** A movement of one amount, as a fact writes it, from one account (debited) to another (credited). */
export const move = (what: string, from: string, to: string, amount: string): Entry =>
  entry(what, debit(from, amountFromFact(amount)), credit(to, amountFromFact(amount)));
