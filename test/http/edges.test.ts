import t from 'tap';
import { buildTestApp, cardNumber, earning, registerDoctor } from '../support/test-app.ts';

t.test('the edge', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  await app.call('platform', 'POST', '/v1/earnings', earning());
  const bearer = `Bearer ${await app.tokenOf('platform')}`;

  t.test('wants a genuine token', async (t) => {
    t.match(await app.call(undefined, 'GET', '/v1/trial-balance'), {
      status: 401,
      body: { code: 'unauthenticated' },
    });
    const forged = await app.inject({
      method: 'GET',
      url: '/v1/trial-balance',
      headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
    });
    t.equal(forged.status, 401);
  });

  t.test('lets each role do its own and no more', async (t) => {
    t.equal(
      (await app.call('doctor', 'GET', '/v1/doctors/doc-1/balance', undefined, 'doc-2')).status,
      403,
    );
    t.equal((await app.call('doctor', 'POST', '/v1/earnings', earning(), 'doc-1')).status, 403);
    t.equal((await app.call('platform', 'GET', '/v1/trial-balance')).status, 403);
    t.equal((await app.call('auditor', 'GET', '/v1/trial-balance')).status, 200);
    t.equal((await app.call('finance', 'GET', '/v1/streams/payee-doc-1')).status, 403);
    t.equal((await app.call('auditor', 'GET', '/v1/streams/payee-doc-1')).status, 200);
    t.equal((await app.call('auditor', 'GET', '/v1/streams/payee-nobody')).status, 404);
    t.equal((await app.call('auditor', 'GET', '/v1/doctors/doc-1/bank-card')).status, 403);
  });

  t.test('answers every mistake with problem details', async (t) => {
    const headers = { authorization: bearer, 'content-type': 'application/json' };
    const post = (change: object) =>
      app.inject({ method: 'POST', url: '/v1/earnings', headers, payload: '{}', ...change });
    t.match(await post({ payload: '{not json' }), {
      status: 400,
      body: { code: 'malformed-json' },
    });
    t.match(await post({ payload: `{"x":"${'y'.repeat(1_100_000)}"}` }), {
      status: 413,
      body: { code: 'body-too-large' },
    });
    t.match(await post({ headers: { ...headers, 'content-type': 'text/csv' } }), {
      status: 415,
      body: { code: 'unsupported-media-type' },
    });
    t.match(await app.call('platform', 'GET', '/v1/nothing'), {
      status: 404,
      body: { code: 'not-found' },
    });
    t.match(await app.call('platform', 'DELETE', '/v1/earnings'), {
      status: 405,
      body: { code: 'method-not-allowed' },
    });
    for (const limit of ['0', '1001', '1.5', 'many'])
      t.match(await app.call('finance', 'GET', `/v1/payouts?limit=${limit}`), {
        status: 400,
        body: {
          code: 'invalid-request',
          errors: [{ path: 'limit', message: 'expected a whole number, 1–1000' }],
        },
      });
    t.match(await app.call('finance', 'GET', '/v1/payouts?cursor=what'), { status: 400 });
    t.match(await app.call('finance', 'GET', '/v1/trial-balance?at-least=what'), { status: 400 });
  });

  t.test('says from which position it answers, now and in the past', async (t) => {
    const { body } = await app.call(
      'doctor',
      'GET',
      '/v1/doctors/doc-1/balance',
      undefined,
      'doc-1',
    );
    t.match(body, {
      earned: '3000.00',
      available: '3000.00',
      maturing: [],
      asOf: String,
      byPayer: [{ payerId: 'pay-1' }],
    });
    const past = await app.call(
      'doctor',
      'GET',
      '/v1/doctors/doc-1/balance?asOf=2026-11-24T10:00:00%2B08:00',
      undefined,
      'doc-1',
    );
    t.match(past.body, { earned: '3000.00', asOf: String });
    const before = await app.call(
      'doctor',
      'GET',
      '/v1/doctors/doc-1/balance?asOf=2026-11-01T10:00:00%2B08:00',
      undefined,
      'doc-1',
    );
    t.match(before, { status: 422, body: { code: 'out-of-time' } });
    const books = await app.call('finance', 'GET', '/v1/trial-balance');
    t.equal(books.body.debit, books.body.credit);
  });

  t.test('never says a card number or a name', async (t) => {
    const card = await app.call('doctor', 'GET', '/v1/doctors/doc-1/bank-card', undefined, 'doc-1');
    t.match(card.body, { bankCode: 'ABC', last4: '0869' });
    const unlikely = await app.call(
      'doctor',
      'PUT',
      '/v1/doctors/doc-1/bank-card',
      { cardNumber: '6228482357073380868', bankCode: 'ABC' },
      'doc-1',
    );
    t.match(unlikely, { status: 422, body: { code: 'card-number-unlikely' } });
    const malformed = await app.call(
      'doctor',
      'PUT',
      '/v1/doctors/doc-1/bank-card',
      { cardNumber: '62284823570x', bankCode: 'ABC' },
      'doc-1',
    );
    t.equal(malformed.status, 400);
    const confirmed = await app.call(
      'doctor',
      'PUT',
      '/v1/doctors/doc-1/bank-card',
      { cardNumber: '6228482357073380868', bankCode: 'ABC', confirmed: true },
      'doc-1',
    );
    t.equal(confirmed.status, 201);
    const facts = await app.call('auditor', 'GET', '/v1/streams/payee-doc-1');
    const everything =
      [card, unlikely, malformed, confirmed, facts].map(({ text }) => text).join('') + app.logged();
    t.notOk(
      everything.includes(cardNumber) ||
        everything.includes('6228482357073380868') ||
        everything.includes('62284823570x') ||
        everything.includes('郭洋霞'),
    );
  });

  t.test('is described by one document, readable by people too', async (t) => {
    const { status, body } = await app.call(undefined, 'GET', '/openapi.json');
    t.equal(status, 200);
    t.equal(body.openapi, '3.1.0');
    t.ok(JSON.stringify(body.paths).includes('/v1/earnings/batch'));
    t.match((await app.call(undefined, 'GET', '/docs')).text, /Lotus Ledger/);
    t.equal((await app.call(undefined, 'GET', '/health/live')).status, 200);
    t.equal((await app.call(undefined, 'GET', '/health/ready')).status, 200);
    const metrics = (await app.call(undefined, 'GET', '/metrics')).text;
    t.match(metrics, /lotus_http_request_seconds_count\{route="\/v1\/earnings",method="POST",/);
    t.match(metrics, /lotus_http_requests_under_way 1\n/);
    t.match(metrics, /lotus_batch_lines_under_way 0\n/);
    t.notMatch(metrics, /doc-1/, 'ids never become labels');
  });

  t.test('tells the provider SUCCESS only for what is settled', async (t) => {
    const notify = () =>
      app.inject({
        method: 'POST',
        url: '/provider/yeepay/notifications',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'response=x',
      });
    t.match(await notify(), { status: 200, text: 'SUCCESS' });
    app.setNotified('not-settled');
    t.equal((await notify()).status, 503);
    app.setNotified('not-genuine');
    t.equal((await notify()).status, 400);
  });
});

t.test('finance adjusts with two people, and holds what is disputed', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  await app.call('platform', 'POST', '/v1/earnings', earning());
  const adjustment = {
    adjustmentId: 'a-1',
    doctorId: 'doc-1',
    payerId: 'pay-1',
    amount: '-12.00',
    reason: 'correction',
  };
  t.match(await app.call('finance', 'POST', '/v1/adjustments', adjustment), {
    status: 201,
    body: { state: 'pending' },
  });
  t.match(await app.call('finance', 'POST', '/v1/adjustments/a-1/approve'), {
    status: 409,
    body: { code: 'needs-second-person' },
  });
  t.match(await app.call('finance', 'POST', '/v1/adjustments/a-1/approve', undefined, 'another'), {
    status: 201,
    body: { state: 'posted' },
  });
  const hold = { holdId: 'h-1', payerId: 'pay-1', amount: '500.00', reason: 'complaint' };
  t.equal((await app.call('platform', 'POST', '/v1/doctors/doc-1/holds', hold)).status, 201);
  t.match((await app.call('doctor', 'GET', '/v1/doctors/doc-1/balance', undefined, 'doc-1')).body, {
    available: '2488.00',
    held: '500.00',
    adjusted: '-12.00',
  });
  t.equal((await app.call('platform', 'POST', '/v1/doctors/doc-1/holds/h-1/release')).status, 201);
  const entries = await app.call(
    'doctor',
    'GET',
    '/v1/doctors/doc-1/entries?limit=2',
    undefined,
    'doc-1',
  );
  t.match(entries.body, {
    items: [{ kind: 'hold-released', amount: '500.00', balance: '2988.00' }, { kind: 'hold' }],
    next: String,
  });
});
