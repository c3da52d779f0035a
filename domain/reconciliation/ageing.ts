import { type Day, daysBetween } from '../time.ts';

/** Bands of days, as the desk sorts what waits. */
export const ageBands = ['0-1', '2-3', '4-7', '>7'] as const;
export type AgeBand = (typeof ageBands)[number];

/** Whole days that a break of `day` has been waiting on `today`; never negative. */
export const ageOf = (day: Day, today: Day): number => {
  const days = daysBetween(day, today);
  return days < 0 ? 0 : days;
};

/** The band of a number of whole days. */
export const ageBandOf = (days: number): AgeBand => {
  if (days <= 1) return '0-1';
  if (days <= 3) return '2-3';
  return days <= 7 ? '4-7' : '>7';
};
