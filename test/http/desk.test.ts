import t from 'tap';
import { amountFromFact } from '../../domain/money.ts';
import { act, happens, now, withdrawalOf, withdrawn } from '../support/desk.ts';
import { buildTestApp, earning, registerDoctor } from '../support/test-app.ts';

t.test('a payout in doubt is settled by two people of finance, together', async (t) => {
  const app = await buildTestApp(t);
  const id = await withdrawn(app);
  await happens(app, { type: 'SubmitPayout', payoutId: id });
  const resolve = (outcome: string, by: string) =>
    act(app, `${id}/resolve`, { outcome, evidence: 'bank statement' }, by);
  t.match(await resolve('paid', 'one'), { status: 409, body: { code: 'payout-state' } });
  await happens(app, { type: 'RecordInDoubt', payoutId: id, reason: 'no answer' });
  t.match(await resolve('paid', 'one'), {
    status: 200,
    body: { state: 'in-doubt', proposal: { outcome: 'paid' } },
  });
  t.match(await resolve('paid', 'one'), { status: 409, body: { code: 'needs-second-person' } });
  t.match(await resolve('rejected', 'two'), { status: 409, body: { code: 'resolution-differs' } });
  t.match(await resolve('maybe', 'two'), { status: 400, body: { errors: [{ path: 'outcome' }] } });
  const { body } = await resolve('paid', 'two');
  t.match(body, { state: 'paid', position: String });
  const listed = await app.call(
    'finance',
    'GET',
    `/v1/payouts?state=paid&at-least=${body.position}`,
  );
  t.match(listed.body, { items: [{ payoutId: id, state: 'paid', ageDays: 0 }], next: null });
  t.match(await withdrawalOf(app), {
    state: 'paid',
    payouts: [
      {
        timeline: [
          { state: 'requested' },
          { state: 'submitted' },
          { state: 'in-doubt' },
          { state: 'paid' },
        ],
      },
    ],
  });
});

t.test('a payout that came back is paid again, once, or given back', async (t) => {
  const app = await buildTestApp(t);
  const id = await withdrawn(app);
  t.match(await act(app, `${id}/reissue`), { status: 409, body: { code: 'payout-state' } });
  const fee = { providerFee: amountFromFact('0.00'), evidence: 'query' as const };
  await happens(
    app,
    { type: 'SubmitPayout', payoutId: id },
    { type: 'RecordPaid', payoutId: id, paidAt: now, ...fee },
    {
      type: 'RecordReturned',
      payoutId: id,
      paidAt: now,
      returnedAt: now,
      reason: 'closed',
      ...fee,
    },
  );
  const first = await act(app, `${id}/reissue`);
  t.match(first, { status: 200, body: { state: 'reissued', reissuedAs: /^R[0-9A-F]{24}$/ } });
  const again = await act(app, `${id}/reissue`);
  t.equal(again.body.reissuedAs, first.body.reissuedAs, 'asked twice it is reissued once');
  const next = String(first.body.reissuedAs);
  await app.call('finance', 'GET', `/v1/payouts?at-least=${first.body.position}`);
  t.match(await withdrawalOf(app), {
    state: 'processing',
    payouts: [
      { state: 'reissued', reissuedAs: next },
      { state: 'requested', reissueOf: id },
    ],
  });
  t.match(await act(app, 'none/cancel'), { status: 404, body: { code: 'payout-unknown' } });
  t.match(await act(app, `${id}/cancel`), { status: 409, body: { code: 'payout-state' } });
});

t.test('a payout not sent yet can be cancelled, with or without a reason', async (t) => {
  const app = await buildTestApp(t);
  const id = await withdrawn(app);
  t.match(await act(app, `${id}/cancel`, { why: 'x' }), {
    status: 400,
    body: { errors: [{ path: 'why' }] },
  });
  const { body } = await act(app, `${id}/cancel`);
  t.match(body, { state: 'cancelled', position: String });
  t.match(await act(app, `${id}/cancel`, { reason: 'again' }), { status: 200 });
  await app.call('finance', 'GET', `/v1/payouts/${id}?at-least=${body.position}`);
  t.match(await withdrawalOf(app), { state: 'rejected', payouts: [{ state: 'cancelled' }] });
  t.match((await app.call('finance', 'GET', '/v1/doctors/doc-1/balance')).body, {
    available: '3000.00',
  });
});

t.test('an adjustment has an id of its own over all doctors and months', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  await registerDoctor(app, 'doc-2');
  const propose = (change: object = {}) =>
    app.call('finance', 'POST', '/v1/adjustments', {
      adjustmentId: 'a-1',
      doctorId: 'doc-1',
      payerId: 'pay-1',
      amount: '5.00',
      reason: 'x',
      ...change,
    });
  const approve = (by: string) =>
    app.call('finance', 'POST', '/v1/adjustments/a-1/approve', undefined, by);
  t.match(await approve('two'), { status: 404, body: { code: 'adjustment-unknown' } });
  const both = await Promise.all([propose(), propose({ doctorId: 'doc-2', amount: '7.00' })]);
  t.same(
    both.map(({ status }) => status),
    [201, 409],
  );
  t.match(await propose(), { status: 200, body: { state: 'pending', position: String } });
  for (const change of [
    { doctorId: 'doc-2' },
    { amount: '-5.00' },
    { payerId: 'pay-2' },
    { reason: 'y' },
  ])
    t.match(await propose(change), { status: 409, body: { code: 'adjustment-differs' } });
  t.match(await propose({ adjustmentId: 'a-2', payerId: 'pay-2' }), {
    status: 404,
    body: { code: 'payer-unknown' },
  });
  t.match(await propose({ adjustmentId: 'a-2', doctorId: 'nobody' }), {
    status: 404,
    body: { code: 'doctor-unknown' },
  });
  t.match(await propose({ adjustmentId: 'a-2', amount: '--5.00' }), {
    status: 400,
    body: { errors: [{ path: 'amount' }] },
  });
  t.match(await approve('two'), {
    status: 201,
    body: { doctorId: 'doc-1', amount: '5.00', state: 'posted' },
  });
  app.setNow('2026-12-02T10:00:00+08:00');
  t.equal((await approve('three')).status, 200);
  t.match(await propose(), { status: 200, body: { state: 'posted' } }, 'also in a later month');
  // So much later that the account itself has forgotten it.
  app.setNow('2027-04-02T10:00:00+08:00');
  await propose({ adjustmentId: 'a-3' });
  app.setNow('2027-05-02T10:00:00+08:00');
  t.match(await approve('two'), { status: 200, body: { state: 'posted' } });
  t.match((await app.call('finance', 'GET', '/v1/doctors/doc-1/balance')).body, {
    adjusted: '5.00',
  });
});

t.test('money set aside comes back once', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  await app.call('platform', 'POST', '/v1/earnings', earning());
  const hold = (change: object = {}) =>
    app.call('platform', 'POST', '/v1/doctors/doc-1/holds', {
      holdId: 'h-1',
      payerId: 'pay-1',
      amount: '500',
      reason: 'complaint',
      ...change,
    });
  const release = (body?: object) =>
    app.call('finance', 'POST', '/v1/doctors/doc-1/holds/h-1/release', body);
  t.match(await release(), { status: 404, body: { code: 'hold-unknown' } });
  t.match(await hold(), {
    status: 201,
    body: { holdId: 'h-1', amount: '500.00', position: String },
  });
  t.equal((await hold()).status, 200);
  t.match(await hold({ amount: '500.01' }), { status: 409, body: { code: 'hold-differs' } });
  t.match(await hold({ holdId: 'h-2', payerId: 'none' }), {
    status: 404,
    body: { code: 'payer-unknown' },
  });
  t.match(await hold({ holdId: 'h-2', amount: '0' }), {
    status: 422,
    body: { code: 'amount-not-positive' },
  });
  t.match(await release({ amount: '1.00' }), {
    status: 400,
    body: { errors: [{ path: 'amount', message: 'unknown field' }] },
  });
  t.equal((await release({})).status, 201);
  t.equal((await release()).status, 200);
});
