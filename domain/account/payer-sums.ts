import type { PayerId } from '../identifiers.ts';
import { type Amount, amountFromFact, type Fen, negated, plus, zero } from '../money.ts';
import type { Day } from '../time.ts';
import type { SumName } from './carried.ts';

/**
 * What one payer owes the payee and has paid. `payable` is all that is owed and free, maturing
 * money included; `maturing` says how much of it may not be withdrawn before which day. A day falls
 * below zero where its money was first held and then reversed: nothing of it matures then, and
 * releasing the hold brings it back to what is left.
 * earned + adjusted = payable + held + inFlight + inDoubt + returned + withdrawn + taxWithheld + reversed.
 */
export type PayerSums = { readonly [field in SumName]: Fen } & {
  readonly maturing: ReadonlyMap<Day, Fen>;
};
export type Sums = ReadonlyMap<PayerId, PayerSums>;

/** Of a payer that never owed the payee anything. */
export const noSums: PayerSums = {
  earned: zero,
  reversed: zero,
  adjusted: zero,
  payable: zero,
  held: zero,
  inFlight: zero,
  inDoubt: zero,
  returned: zero,
  withdrawn: zero,
  taxWithheld: zero,
  maturing: new Map(),
};

type Change = { readonly [field in SumName]?: Fen };

/** The sums with a payer's fields changed by so many fen, and by `maturing` what matures on that day. */
export const changed = (
  sums: Sums,
  payer: PayerId,
  change: Change,
  on?: Day,
  maturing = zero,
): Sums => {
  const before = sums.get(payer) ?? noSums;
  const after: { -readonly [field in keyof PayerSums]: PayerSums[field] } = { ...before };
  for (const field of Object.keys(change) as SumName[]) {
    after[field] = plus(before[field], change[field] ?? zero);
  }
  if (on !== undefined && maturing !== 0n) {
    after.maturing = new Map(before.maturing).set(
      on,
      plus(before.maturing.get(on) ?? zero, maturing),
    );
  }
  return new Map(sums).set(payer, after);
};

/** The sums with an amount gone from one field to another. */
export const moved = (
  sums: Sums,
  payer: PayerId,
  from: SumName,
  to: SumName,
  text: Amount,
): Sums => {
  const amount = amountFromFact(text);
  return from === to ? sums : changed(sums, payer, { [from]: negated(amount), [to]: amount });
};
