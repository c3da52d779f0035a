import type { Month } from '../time.ts';
import type { AccountPlace, Reach } from './facts.ts';

/** Whether a place lies at or before another. */
export const isAtOrBefore = (place: AccountPlace, other: AccountPlace): boolean =>
  place.month < other.month || (place.month === other.month && place.revision <= other.revision);

/** Something of an account that is to be settled: the month it belongs to, and where it was recorded. */
export type Owed = { readonly month: Month; readonly place: AccountPlace };

/** Whether what is owed, by its month and its place in the account, lies within the reach. */
export const reaches = ({ period, place }: Reach, owed: Owed): boolean =>
  owed.month <= period && isAtOrBefore(owed.place, place);

/**
 * What a statement covers: within its reach, and beyond that of the ones before it. Reaches only
 * ever grow, so the last one stands for all before it, and nothing is covered twice or left out.
 */
export const covers = (after: Reach | undefined, upTo: Reach, owed: Owed): boolean =>
  reaches(upTo, owed) && (after === undefined || !reaches(after, owed));

/**
 * The first month whose stream may hold something that a statement covers: nothing is recorded
 * before the month it was completed in.
 */
export const scanFrom = (after: Reach | undefined, since: Month, nextMonth: Month): Month => {
  if (after === undefined) return since;
  return nextMonth < after.place.month ? nextMonth : after.place.month;
};
