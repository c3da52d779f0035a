import type { Day } from '../../domain/time.ts';
import type { BreakRow } from '../../projections/breaks.ts';
import type { Views } from '../views/views.ts';

const page = 1_000;

/** Breaks of the days before one that nobody has decided yet, oldest first. */
export const openBreaks = (views: Views, before: Day): readonly BreakRow[] => {
  const found: BreakRow[] = [];
  let after: string | undefined;
  do {
    const { items, next } = views.breaks({ status: 'open' }, { limit: page, after }).answer;
    for (const row of items) {
      if (row.found.day >= before) return found;
      found.push(row);
    }
    after = next;
  } while (after !== undefined);
  return found;
};
