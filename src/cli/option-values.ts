import { InvalidArgumentError } from 'commander';
import { day, type Month, month } from '../../domain/time.ts';

/** A day in Asia/Shanghai, as a person writes it after an option. */
export const aDay = (text: string): string => {
  if (day(text) === undefined) throw new InvalidArgumentError('expected a day such as 2026-11-23');
  return text;
};

/** A month in Asia/Shanghai. */
export const aMonth = (text: string): Month => {
  const known = month(text);
  if (known === undefined) throw new InvalidArgumentError('expected a month such as 2026-11');
  return known;
};

/** A whole number within its bounds. */
export const aNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`expected a whole number, ${least}–${most}`);
  };
