import fc from 'fast-check';
import t from 'tap';
import {
  addDays,
  addMillis,
  addMonths,
  type Day,
  day,
  dayOf,
  daysBetween,
  type Instant,
  instant,
  instantOfMillis,
  type Month,
  millisOf,
  month,
  monthOf,
  startOfDay,
} from '../../domain/time.ts';
import { law } from '../support/law.ts';

const earliest = Date.parse('0001-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T15:59:59.999Z');
const millis = fc.integer({ min: earliest, max: latest });

/** The platform's own calendar, eight hours ahead: another way to the same text. */
const inShanghai = (at: number): string =>
  new Date(at + 8 * 3_600_000).toISOString().replace('.000Z', 'Z').replace('Z', '+08:00');

t.test('a moment', async (t) => {
  t.test('is the one the platform means, over all years', async (t) => {
    law(
      t,
      fc.property(millis, (at) => {
        const text = instantOfMillis(at);
        return text === inShanghai(at) && millisOf(text) === at && instant(text) === text;
      }),
      { numRuns: 5_000 },
    );
  });

  t.test('is the same whatever offset it is written with', async (t) => {
    const minutes = fc.integer({ min: -14 * 60, max: 14 * 60 });
    law(
      t,
      fc.property(fc.integer({ min: 0, max: latest - 86_400_000 }), minutes, (at, offset) => {
        const [sign, off] = offset < 0 ? ['-', -offset] : ['+', offset];
        const two = (n: number) => String(n).padStart(2, '0');
        const zone = `${sign}${two(Math.floor(off / 60))}:${two(off % 60)}`;
        const local = new Date(at + offset * 60_000).toISOString().replace('Z', zone);
        return instant(local) === instantOfMillis(at);
      }),
      { numRuns: 5_000 },
    );
  });

  t.test('sorts as text the way it sorts in time', async (t) => {
    const near = fc.tuple(millis, fc.integer({ min: 0, max: 2_000 }));
    law(
      t,
      fc.property(near, ([at, ahead]) => {
        const [a, b] = [instantOfMillis(at), instantOfMillis(Math.min(at + ahead, latest))];
        return a < b === (ahead > 0 && at < latest);
      }),
      { numRuns: 5_000 },
    );
  });

  for (const [text, canonical] of [
    ['2026-10-31T23:59:59+08:00', '2026-10-31T23:59:59+08:00'],
    ['2026-10-31T16:00:00Z', '2026-11-01T00:00:00+08:00'],
    ['2026-10-31T15:59:59.999Z', '2026-10-31T23:59:59.999+08:00'],
    ['2026-12-31T20:00:00-05:00', '2027-01-01T09:00:00+08:00'],
    ['2024-02-29T00:00:00+08:00', '2024-02-29T00:00:00+08:00'],
    ['2000-02-29T12:00:00.5+08:00', '2000-02-29T12:00:00.500+08:00'],
    ['2026-10-01T00:00:00.000000+08:00', '2026-10-01T00:00:00+08:00'],
    ['2026-10-01T00:00:00.123999999+08:00', '2026-10-01T00:00:00.123+08:00'],
    ['2026-10-01T00:00:00-00:00', '2026-10-01T08:00:00+08:00'],
  ] as const) {
    t.equal(instant(text), canonical, `written ${text} is ${canonical}`);
  }

  for (const text of [
    '2026-10-20',
    '2026-10-20T10:00:00',
    '2026-10-20T10:00+08:00',
    '2026-10-20 10:00:00+08:00',
    '2026-10-20T10:00:00+0800',
    '2026-10-20T10:00:00+08:00 ',
    '2026-10-20T10:00:00z',
    '2026-10-20T24:00:00+08:00',
    '2026-10-20T10:60:00+08:00',
    '2026-10-20T10:00:60+08:00',
    '2026-10-20T10:00:00.+08:00',
    '2026-10-20T10:00:00+15:00',
    '2026-10-20T10:00:00+08:60',
    '2026-13-01T00:00:00+08:00',
    '2026-00-01T00:00:00+08:00',
    '2026-04-31T00:00:00+08:00',
    '2026-02-29T00:00:00+08:00',
    '1900-02-29T00:00:00+08:00',
    '26-10-20T10:00:00+08:00',
    '0000-01-01T00:00:00+14:00',
    '9999-12-31T23:00:00-08:00',
  ]) {
    t.equal(instant(text), undefined, `may not be written ${JSON.stringify(text)}`);
  }
});

t.test('a day', async (t) => {
  t.test('ends at midnight in Shanghai, and so does its month', async (t) => {
    const last = '2026-10-31T23:59:59.999+08:00' as Instant;
    t.strictSame([dayOf(last), monthOf(last)], ['2026-10-31', '2026-10']);
    const first = addMillis(last, 1);
    t.strictSame([first, monthOf(first)], [startOfDay('2026-11-01' as Day), '2026-11']);
  });

  t.test('is counted as the calendar counts, leap days included', async (t) => {
    const days = fc.integer({ min: 0, max: 2_900_000 });
    law(
      t,
      fc.property(days, fc.integer({ min: -800, max: 800 }), (n, more) => {
        const from = addDays('1970-01-01' as Day, n - 700_000);
        const until = addDays(from, more);
        const apart = (Date.parse(`${until}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000;
        return apart === more && daysBetween(from, until) === more && day(until) === until;
      }),
      { numRuns: 5_000 },
    );
    t.equal(addDays('2024-02-28' as Day, 1), '2024-02-29');
    t.equal(addDays('2026-02-28' as Day, 1), '2026-03-01');
    t.equal(addDays('2026-12-31' as Day, 1), '2027-01-01');
  });

  for (const text of ['2026-02-29', '2026-11-31', '2026-00-10', '2026-1-1', '2026-11-01T00', '']) {
    t.equal(day(text), undefined, `may not be ${JSON.stringify(text)}`);
  }
});

t.test('a month', async (t) => {
  t.test('is followed by the next, over the year’s end', async (t) => {
    t.equal(addMonths('2026-12' as Month, 1), '2027-01');
    t.equal(addMonths('2026-01' as Month, -1), '2025-12');
    t.equal(addMonths('2026-11' as Month, -23), '2024-12');
    t.equal(addMonths('2026-11' as Month, 0), '2026-11');
  });

  for (const text of ['2026-13', '2026-00', '2026-1', '2026-011', '']) {
    t.equal(month(text), undefined, `may not be ${JSON.stringify(text)}`);
  }
});
