import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { earningBody, quickEarning } from '../../src/http/earning-body.ts';
import { law } from '../support/law.ts';

/** Texts as platforms write them, at the edges of what is allowed, and beyond. */
const id = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9._:-]{1,64}$/),
  fc.constantFrom('', '__proto__', 'a b', '医生', 'x'.repeat(65)),
);
const amount = fc.constantFrom('120.00', '0', '007.5', '1e3', '-1', '9999999999.99', '1.234', ' 1');
const instant = fc.constantFrom(
  '2026-11-23T10:00:00+08:00',
  '2026-11-23T02:00:00Z',
  '2026-02-29T10:00:00+08:00',
  '2026-11-23',
);
const opaque = fc.oneof(
  fc.string({ maxLength: 130, unit: 'binary' }),
  fc.constantFrom('svc-1', '张三', 'a\u0000b'),
);
const junk = fc.constantFrom<unknown>(null, 12, {}, [], true);

const written = fc.record(
  {
    earningId: id,
    doctorId: id,
    payerId: id,
    source: fc.constantFrom<unknown>('consultation', 'article', 'gift', 1),
    gross: fc.oneof(amount, junk),
    completedAt: instant,
    platformFee: amount,
    serviceRef: opaque,
    patientRef: fc.oneof(opaque, junk),
    contractRef: opaque,
    team: fc.constantFrom<unknown>([{ doctorId: 'd', share: '1' }], [], 'all'),
    unknown: fc.constant('field'),
  },
  { requiredKeys: ['earningId', 'doctorId', 'source', 'gross', 'completedAt'] },
);

t.test('what is read without zod is what zod reads', async (t) => {
  const body = fc.oneof({ weight: 9, arbitrary: written }, { weight: 1, arbitrary: junk });
  law(
    t,
    fc.property(body, (given) => {
      const quick = quickEarning(given);
      if (quick === undefined) return true;
      const asked = earningBody.safeParse(given);
      return asked.success && isDeepStrictEqual(quick, asked.data);
    }),
    { numRuns: 500 },
  );
});

t.test('an earning as most platforms write it is read without zod, to the same', async (t) => {
  const body = {
    earningId: 'ern-1',
    doctorId: 'doc-1',
    payerId: 'pay-1',
    source: 'consultation',
    gross: '120.5',
    platformFee: '12.00',
    completedAt: '2026-11-23T02:00:00Z',
    serviceRef: 'svc-1',
    patientRef: 'pat-1',
  };
  t.strictSame(quickEarning(body), earningBody.parse(body));
  t.equal(quickEarning({ ...body, team: [{ doctorId: 'doc-1', share: '1' }] }), undefined);
});
