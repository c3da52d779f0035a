import { civilFromDays, daysFromCivil, daysIn, quotient } from './gregorian.ts';

declare const brand: unique symbol;

/**
 * A moment, as canonical text in Asia/Shanghai: `2026-10-27T04:44:31+08:00`, with `.sss` when
 * there are milliseconds. Text order is time order, because `+` sorts before `.`.
 */
export type Instant = string & { readonly [brand]: 'Instant' };
/** An Asia/Shanghai day: `2026-11-23`. */
export type Day = string & { readonly [brand]: 'Day' };
/** An Asia/Shanghai month: `2026-11`. */
export type Month = string & { readonly [brand]: 'Month' };

const instantGrammar =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;
// What we write ourselves and read most, days that every month has: it need not be taken apart.
const plainDay = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/;
const plainClock = /^T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.(?!000)\d{3})?\+08:00$/;
const dayGrammar = /^(\d{4})-(\d{2})-(\d{2})$/;
const monthGrammar = /^\d{4}-(0[1-9]|1[0-2])$/;

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

const dayText = (days: number): Day => {
  const { year, month, day } = civilFromDays(days);
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}` as Day;
};

const dayNumber = (day: Day): number =>
  daysFromCivil(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));

/** The canonical instant of a number of milliseconds since 1970-01-01T00:00Z. */
export const instantOfMillis = (millis: number): Instant => {
  const local = millis + 8 * 3_600_000;
  const days = quotient(local, 86_400_000);
  const inDay = local - days * 86_400_000;
  const seconds = quotient(inDay, 1000);
  const fraction = inDay - seconds * 1000;
  const clock = `${pad(quotient(seconds, 3600))}:${pad(quotient(seconds, 60) % 60)}:${pad(seconds % 60)}`;
  return `${dayText(days)}T${clock}${fraction === 0 ? '' : `.${pad(fraction, 3)}`}+08:00` as Instant;
};

/** What four digits can name, in milliseconds: all of the years 0000 to 9999 in Asia/Shanghai. */
const earliest = daysFromCivil(0, 1, 1) * 86_400_000 - 8 * 3_600_000;
const latest = daysFromCivil(10_000, 1, 1) * 86_400_000 - 8 * 3_600_000 - 1;

/** Milliseconds since 1970-01-01T00:00Z. */
export const millisOf = (instant: Instant): number => {
  const clock =
    Number(instant.slice(11, 13)) * 3600 +
    Number(instant.slice(14, 16)) * 60 +
    Number(instant.slice(17, 19));
  const fraction = instant[19] === '.' ? Number(instant.slice(20, 23)) : 0;
  return (dayNumber(dayOf(instant)) * 86_400 + clock) * 1000 + fraction - 8 * 3_600_000;
};

/** Reads ISO 8601 with an offset and nothing else: no lenient dates, no missing zone. Beyond milliseconds is cut. */
export const instant = (text: string): Instant | undefined => {
  if (plainDay.test(text.slice(0, 10)) && plainClock.test(text.slice(10))) return text as Instant;
  const parts = instantGrammar.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const zone = parts[8] ?? 'Z';
  if (zone === '+08:00' && parts[7] === undefined) return text as Instant;
  const offsetHours = zone === 'Z' ? 0 : Number(zone.slice(1, 3));
  const offsetMinutes = zone === 'Z' ? 0 : Number(zone.slice(4, 6));
  if (offsetHours > 14 || offsetMinutes > 59) return undefined;
  const offset = (zone[0] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes);
  const fraction = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  const seconds = daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
  const millis = (seconds - offset * 60) * 1000 + fraction;
  // An offset may push the first and last hours of the calendar into a year of other than four digits.
  return millis < earliest || millis > latest ? undefined : instantOfMillis(millis);
};

/** Reads `yyyy-mm-dd`, a day that exists; undefined for anything else. */
export const day = (text: string): Day | undefined => {
  if (plainDay.test(text)) return text as Day;
  const parts = dayGrammar.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, date = 0] = parts.slice(1).map(Number);
  return month >= 1 && month <= 12 && date >= 1 && date <= daysIn(year, month)
    ? (text as Day)
    : undefined;
};

/** Reads `yyyy-mm`; undefined for anything else. */
export const month = (text: string): Month | undefined =>
  monthGrammar.test(text) ? (text as Month) : undefined;

/** A day written in our own rules or facts; anything else there is damage. */
export const dayFromFact = (text: string): Day => {
  const read = day(text);
  if (read === undefined) throw new RangeError(`Not a day: ${text}`);
  return read;
};

/** A month written in our own rules or facts; anything else there is damage. */
export const monthFromFact = (text: string): Month => {
  const read = month(text);
  if (read === undefined) throw new RangeError(`Not a month: ${text}`);
  return read;
};

/** The Asia/Shanghai day of a moment. */
export const dayOf = (at: Instant): Day => at.slice(0, 10) as Day;
/** The Asia/Shanghai month of a moment or day. */
export const monthOf = (at: Instant | Day): Month => at.slice(0, 7) as Month;

/** So many days later; earlier where negative. */
export const addDays = (from: Day, days: number): Day => dayText(dayNumber(from) + days);

/** Whole days from `from` to `until`; negative when `until` is earlier. */
export const daysBetween = (from: Day, until: Day): number => dayNumber(until) - dayNumber(from);

/** So many months later; earlier where negative. */
export const addMonths = (from: Month, months: number): Month => {
  const total = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 + months;
  return `${pad(quotient(total, 12), 4)}-${pad((total % 12) + 1)}` as Month;
};

/** The first moment of a day in Asia/Shanghai. */
export const startOfDay = (of: Day): Instant => `${of}T00:00:00+08:00` as Instant;
/** The first day of a month. */
export const firstDayOf = (of: Month): Day => `${of}-01` as Day;

/** So many milliseconds later; earlier where negative. */
export const addMillis = (from: Instant, millis: number): Instant =>
  instantOfMillis(millisOf(from) + millis);
