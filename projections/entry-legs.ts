import type { Leg } from '../domain/books/entry.ts';
import { entriesOf, type RecordedFact } from '../domain/ledger-fact.ts';

let last: { readonly fact: RecordedFact; readonly legs: readonly Leg[] } | undefined;

/** The legs of all entries a fact makes. Several views ask for those of one fact after another. */
export const legsOf = (fact: RecordedFact): readonly Leg[] => {
  if (last?.fact !== fact) last = { fact, legs: entriesOf(fact).flatMap(({ legs }) => legs) };
  return last.legs;
};
