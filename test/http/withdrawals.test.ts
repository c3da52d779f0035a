import t from 'tap';
import { buildTestApp, earning, registerDoctor } from '../support/test-app.ts';

t.test('a doctor who withdraws', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  const ask = (withdrawalId: string, amount: string) =>
    app.call('doctor', 'POST', '/v1/doctors/doc-1/withdrawals', { withdrawalId, amount }, 'doc-1');
  await app.call(
    'platform',
    'POST',
    '/v1/earnings',
    earning({ completedAt: '2026-11-18T10:00:00+08:00' }),
  );

  t.test('waits until the money has matured', async (t) => {
    t.match((await ask('w-0', '100.00')).body, { code: 'balance-too-low', available: '0.00' });
    app.setNow('2026-11-25T10:00:00+08:00');
  });

  t.test('is told what it would pay, with the tax worked out', async (t) => {
    const { status, body } = await app.call(
      'doctor',
      'POST',
      '/v1/doctors/doc-1/withdrawals/quote',
      { amount: 'all' },
      'doc-1',
    );
    t.equal(status, 200);
    t.match(body, {
      amount: '3000.00',
      payouts: [
        { payerId: 'pay-1', gross: '3000.00', tax: '440.00', net: '2560.00', working: Array },
      ],
    });
  });

  t.test('meets each refusal under its own code', async (t) => {
    t.match(await ask('w-0', '0.00'), { status: 422, body: { code: 'amount-not-positive' } });
    t.match(await ask('w-0', '99.99'), {
      status: 422,
      body: { code: 'amount-below-minimum', minimum: '100.00' },
    });
    t.match(await ask('w-0', '3000.01'), {
      status: 422,
      body: { code: 'balance-too-low', available: '3000.00' },
    });
    t.match(await ask('w-0', '1e3'), { status: 400, body: { code: 'invalid-request' } });
  });

  t.test('is answered once, whatever is repeated', async (t) => {
    const first = await ask('w-1', '1000.00');
    t.equal(first.status, 202);
    t.match(first.body, {
      withdrawalId: 'w-1',
      state: 'processing',
      payouts: [
        { payerId: 'pay-1', gross: '1000.00', tax: '40.00', net: '960.00', state: 'requested' },
      ],
    });
    const again = await ask('w-1', '1000.00');
    t.equal(again.status, 200);
    t.same(again.body.payouts, first.body.payouts);
    t.match(await ask('w-1', '1000.01'), { status: 409, body: { code: 'withdrawal-differs' } });
  });

  t.test('sees where it stands, and nobody else does', async (t) => {
    const { body } = await ask('w-1', '1000.00');
    const position = encodeURIComponent(String(body.position));
    const own = await app.call(
      'doctor',
      'GET',
      `/v1/withdrawals/w-1?at-least=${position}`,
      undefined,
      'doc-1',
    );
    t.match(own, {
      status: 200,
      body: {
        state: 'processing',
        payouts: [{ timeline: [{ state: 'requested' }], why: { zh: String, en: String } }],
        timeline: [{ payoutId: String, state: 'requested', at: String }],
      },
    });
    t.equal(
      (await app.call('doctor', 'GET', '/v1/withdrawals/w-1', undefined, 'doc-2')).status,
      404,
    );
    t.equal((await app.call('finance', 'GET', '/v1/withdrawals/w-1')).status, 200);
    t.equal((await app.call('platform', 'GET', '/v1/withdrawals/w-1')).status, 403);
  });

  t.test('three times a day and no more', async (t) => {
    t.equal((await ask('w-2', '100.00')).status, 202);
    t.equal((await ask('w-3', '100.00')).status, 202);
    t.match((await ask('w-4', '100.00')).body, { code: 'too-many-today', limit: 3 });
    app.setNow('2026-11-26T00:00:00+08:00');
    t.equal((await ask('w-4', '100.00')).status, 202);
  });

  t.test('without consent, without a card, and with a new card', async (t) => {
    await app.call('doctor', 'DELETE', '/v1/doctors/doc-1/consents/payout', undefined, 'doc-1');
    t.match((await ask('w-5', '100.00')).body, { code: 'consent-missing' });
    await app.call(
      'doctor',
      'PUT',
      '/v1/doctors/doc-1/consents/payout',
      { version: '2', textHash: 'h' },
      'doc-1',
    );
    await app.call('doctor', 'DELETE', '/v1/doctors/doc-1/bank-card', undefined, 'doc-1');
    t.match((await ask('w-5', '100.00')).body, { code: 'card-missing' });
    await app.call(
      'doctor',
      'PUT',
      '/v1/doctors/doc-1/bank-card',
      { cardNumber: '6222028432385598831', bankCode: 'ICBC' },
      'doc-1',
    );
    t.match((await ask('w-5', '100.00')).body, {
      code: 'card-cooling-off',
      usableFrom: '2026-11-27T00:00:00+08:00',
    });
  });
});

t.test('a doctor bound to an organization settles through it', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  await app.call('platform', 'PUT', '/v1/organizations/org-1', {
    legalName: '示例机构',
    bankCode: 'ICBC',
    accountNumber: '3558961923120276',
  });
  const bound = await app.call(
    'organization',
    'PUT',
    '/v1/organizations/org-1/doctors/doc-1',
    { from: '2026-11-01' },
    'org-1',
  );
  t.equal(bound.status, 201);
  t.match(await app.call('platform', 'POST', '/v1/earnings', earning()), {
    status: 201,
    body: { account: 'org-1' },
  });
  const refused = await app.call(
    'doctor',
    'POST',
    '/v1/doctors/doc-1/withdrawals',
    { withdrawalId: 'w', amount: '100.00' },
    'doc-1',
  );
  t.match(refused, {
    status: 422,
    body: {
      code: 'settles-through-organization',
      organizationId: 'org-1',
      organizationName: '示例机构',
    },
  });
  t.match(
    (await app.call('organization', 'GET', '/v1/organizations/org-1/balance', undefined, 'org-1'))
      .body,
    { earned: '3000.00' },
  );
  t.equal(
    (
      await app.call(
        'organization',
        'PUT',
        '/v1/organizations/org-2/doctors/doc-1',
        { from: '2026-11-01' },
        'org-1',
      )
    ).status,
    403,
  );
});
