import chineseDays from 'chinese-days';
import { type Day, dayFromFact } from '../domain/time.ts';

/**
 * The working day of mainland China that many working days after a day: statutory holidays and the
 * weekends worked in lieu of them are data of `chinese-days`, known to the end of the year that the
 * State Council has announced; after it weekends alone are free.
 */
export const workingDayAfter = (day: Day, workingDays: number): Day =>
  dayFromFact(chineseDays.findWorkday(workingDays, day));
