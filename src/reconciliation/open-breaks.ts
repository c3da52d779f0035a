import type { Day } from '../../domain/time.ts';
import type { BreakRow } from '../../projections/breaks.ts';
import { everyRow } from '../views/every-row.ts';
import type { Views } from '../views/views.ts';

/** Breaks of the days before one that nobody has decided yet, oldest first. */
export const openBreaks = (views: Views, before: Day): readonly BreakRow[] => {
  const found: BreakRow[] = [];
  for (const row of everyRow((page) => views.breaks({ status: 'open' }, page))) {
    if (row.found.day >= before) break;
    found.push(row);
  }
  return found;
};
