import fc from 'fast-check';
import t from 'tap';
import { z } from 'zod';
import { accountShapes } from '../../../src/facts/account-shapes.ts';
import { quickCheck } from '../../../src/facts/flat-shapes.ts';
import { amount, day, earningId, instant } from '../../../src/facts/shapes.ts';

const flat = z.object({
  id: earningId,
  gross: amount,
  on: day.exactOptional(),
  at: instant,
  kind: z.enum(['a', 'b']),
  v: z.literal(1),
  note: z.string().exactOptional(),
});

/** Values near what the shape accepts: right, nearly right, missing, too much. */
const nearly = fc.record(
  {
    id: fc.constantFrom('ern-1', '', 'a b', '__proto__', 7),
    gross: fc.constantFrom('1.00', '01.00', '-0.00', '-0.05', 1, null),
    on: fc.constantFrom('2026-10-05', '2026-02-29', '2024-02-29', '2026-10-31', '2026-13-01'),
    at: fc.constantFrom(
      '2026-10-05T09:00:00+08:00',
      '2026-10-05T09:00:00.120+08:00',
      '2026-10-05T09:00:00.000+08:00',
      '2026-10-05T09:00:00.12+08:00',
      '2026-10-05T01:00:00Z',
      '2026-10-05T24:00:00+08:00',
      '2026-02-30T09:00:00+08:00',
      '2026-10-31T09:00:00+08:00',
    ),
    kind: fc.constantFrom('a', 'c', undefined),
    v: fc.constantFrom(1, 2, '1'),
    note: fc.constantFrom('', 'text', undefined, 5),
    more: fc.constant(true),
  },
  { requiredKeys: [] },
);

t.test('a flat shape asked quickly', async (t) => {
  const quick = quickCheck(flat);
  t.test('says yes only to what zod takes as it is, and to all of that', async () => {
    fc.assert(
      fc.property(nearly, (value) => {
        const parsed = flat.safeParse(value);
        const isTakenAsItIs = parsed.success && !('more' in value);
        return quick?.(value) === isTakenAsItIs;
      }),
      { numRuns: 3_000 },
    );
  });

  t.test('says no to what is no object at all', async (t) => {
    for (const value of [null, undefined, [], 'text', 1]) t.notOk(quick?.(value));
  });

  t.test('covers the facts that a replay meets most', async (t) => {
    t.ok(quickCheck(accountShapes.EarningRecorded));
    t.ok(quickCheck(accountShapes.PayoutPaid));
  });

  t.test('is not offered where a shape holds more than single values', async (t) => {
    t.equal(quickCheck(accountShapes.PeriodOpened), undefined);
    t.equal(quickCheck(z.string()), undefined);
  });
});
