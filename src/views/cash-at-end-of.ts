import type { PayerId } from '../../domain/identifiers.ts';
import { type Fen, plus, zero } from '../../domain/money.ts';
import type { Day } from '../../domain/time.ts';
import { providerCash } from '../../projections/provider-cash.ts';
import type { ViewReader } from '../../projections/view-store.ts';

const daysPage = 1_000;

/** Adds up a payer's days until the end of one: some hundreds of rows a year. */
export const cashAtEndOf = (store: ViewReader, view: number, payer: PayerId, until: Day): Fen => {
  let sum = zero;
  let after: { readonly sort: string; readonly key: string } | undefined;
  for (;;) {
    const rows = store.list(view, payer, daysPage, after);
    for (const { sort, json } of rows) {
      if (sort > until) return sum;
      sum = plus(sum, providerCash.read(json).change);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < daysPage) return sum;
    after = last;
  }
};
