import type { Position } from '../../domain/ports/event-store.ts';
import type { Month } from '../../domain/time.ts';
import { booked } from '../../projections/books.ts';
import { monthlyBooks, spanKey } from '../../projections/monthly-books.ts';
import type { BookRow } from '../../projections/rows.ts';
import type { ViewReader } from '../../projections/view-store.ts';
import { scanned } from './row-pages.ts';
import type { PastBooks } from './views.ts';

/** The books before a month, summed over the months that the view keeps apart. */
export const pastBooks = (store: ViewReader, view: number, before: Month): PastBooks => {
  const sums = new Map<string, BookRow>();
  const lasts: Position[] = [];
  for (const row of scanned(store, view, monthlyBooks, before)) {
    if (row.kind === 'span') {
      lasts.push(row.last);
      continue;
    }
    const { account, debit, credit } = row;
    const debited = booked(sums.get(account), { account, side: 'debit', amount: debit });
    sums.set(account, booked(debited, { account, side: 'credit', amount: credit }));
  }
  const json = store.load(view, spanKey(before));
  const span = json === undefined ? undefined : monthlyBooks.read(json);
  return { books: [...sums.values()], lasts, span: span?.kind === 'span' ? span : undefined };
};
