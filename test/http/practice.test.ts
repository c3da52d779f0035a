import t from 'tap';
import type { RecordedFact } from '../../domain/ledger-fact.ts';
import { achievements } from '../../projections/achievements.ts';
import { bindDoctor, buildTestApp, earning, registerDoctor } from '../support/test-app.ts';

const review = (change: { readonly [field: string]: unknown } = {}) => ({
  reviewId: 'rv-1',
  doctorId: 'doc-1',
  rating: 5,
  serviceRef: 'svc-1',
  reviewedAt: '2026-11-20T10:00:00+08:00',
  ...change,
});

t.test('a review', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  const tell = (change = {}) => app.call('platform', 'POST', '/v1/reviews', review(change));

  t.test('told twice is told once; told otherwise is refused', async (t) => {
    t.match(await tell(), { status: 201, body: { reviewId: 'rv-1', position: String } });
    t.match(await tell(), { status: 200, body: { reviewId: 'rv-1' } });
    for (const change of [
      { rating: 4 },
      { serviceRef: 'svc-2' },
      { reviewedAt: '2026-11-20T10:00:01+08:00' },
      { reviewedAt: '2026-10-20T10:00:00+08:00' },
    ])
      t.match(await tell(change), { status: 409, body: { code: 'review-differs' } });
    const other = { doctorId: 'doc-2', rating: 1 };
    await registerDoctor(app, 'doc-2');
    t.equal((await tell(other)).status, 201, 'each doctor has reviews of their own');
  });

  t.test(
    'has a rating from 1 to 5, a doctor who is registered, and was given by now',
    async (t) => {
      for (const rating of [0, 6, 4.5, '5', null])
        t.match((await tell({ reviewId: 'rv-2', rating })).body, { errors: [{ path: 'rating' }] });
      t.match((await tell({ doctorId: 'doc-9' })).body, { code: 'doctor-unknown' });
      const tomorrow = { reviewId: 'rv-2', reviewedAt: '2026-11-25T10:00:00+08:00' };
      t.match(await tell(tomorrow), { status: 422, body: { code: 'out-of-time' } });
    },
  );
});

t.test('achievements', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  app.setNow('2026-12-05T10:00:00+08:00');
  const achieved = async (doctorId = 'doc-1') =>
    (await app.call('doctor', 'GET', `/v1/doctors/${doctorId}/achievements`, undefined, doctorId))
      .body;
  const serve = (earningId: string, completedAt: string, patientRef?: string) =>
    app.call('platform', 'POST', '/v1/earnings', earning({ earningId, completedAt, patientRef }));
  const nothing = {
    patients: 0,
    goodReviews: 0,
    reviews: 0,
    services: 0,
    since: null,
    byMonth: [],
  };

  t.test('begin with nothing', async (t) => {
    t.match(await achieved(), nothing);
  });

  t.test('count patients apart, services, reviews and those rated 4 or 5, by month', async (t) => {
    await serve('e-1', '2026-11-10T10:00:00+08:00', 'patient-a');
    await serve('e-2', '2026-11-09T10:00:00+08:00', 'patient-b');
    await serve('e-2', '2026-11-09T10:00:00+08:00', 'patient-b');
    await serve('e-3', '2026-12-01T10:00:00+08:00', 'patient-a');
    await serve('e-4', '2026-12-02T10:00:00+08:00');
    for (const rating of [1, 2, 3, 4, 5]) {
      const month = rating < 3 ? '11' : '12';
      const reviewedAt = `2026-${month}-02T10:00:00+08:00`;
      await app.call(
        'platform',
        'POST',
        '/v1/reviews',
        review({ reviewId: `rv-${rating}`, rating, reviewedAt }),
      );
    }
    t.match(await achieved(), {
      patients: 2,
      goodReviews: 2,
      reviews: 5,
      services: 4,
      since: '2026-11-09',
      byMonth: [
        { month: '2026-11', patients: 2, goodReviews: 0, reviews: 2, services: 2 },
        { month: '2026-12', patients: 0, goodReviews: 2, reviews: 3, services: 2 },
      ],
      asOf: String,
    });
  });

  t.test(
    'are never lowered: not by a reversal, not by erasing what tells patients apart',
    async (t) => {
      const before = Object(await achieved());
      await app.call('platform', 'POST', '/v1/earnings/e-1/reversals', {
        reversalId: 'r-1',
        doctorId: 'doc-1',
        amount: '3000.00',
        reason: 'refund',
      });
      t.match(await achieved(), { ...before, asOf: String });
      const data = { payee: 'doc-1', purposes: ['patients'], at: '2026-12-05T10:00:00+08:00' };
      const shredded = { about: 'payee', fact: { type: 'PersonalDataShredded', data } };
      t.same(achievements.changes(shredded as unknown as RecordedFact), []);
    },
  );

  t.test('are the doctor’s own where an organization settles', async (t) => {
    await registerDoctor(app, 'doc-2');
    await bindDoctor(app, { doctorId: 'doc-2', from: '2026-12-01' });
    const told = { earningId: 'e-9', doctorId: 'doc-2', completedAt: '2026-12-03T10:00:00+08:00' };
    await app.call('platform', 'POST', '/v1/earnings', earning(told));
    t.match(await achieved('doc-2'), { services: 1, since: '2026-12-03' });
    const org = await app.call('finance', 'GET', '/v1/doctors/org-1/achievements');
    t.match(org.body, { code: 'doctor-unknown' });
  });
});
