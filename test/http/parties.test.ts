import t from 'tap';
import { bindDoctor, buildTestApp, earning, registerDoctor } from '../support/test-app.ts';

const payer = { legalName: '示例医院', merchantNo: '100', taxMethod: 'labor-monthly' };

t.test('a payer', async (t) => {
  const app = await buildTestApp(t);
  const put = (change = {}) =>
    app.call('platform', 'PUT', '/v1/payers/pay-1', { ...payer, ...change });
  const fund = (change = {}) =>
    app.call('finance', 'POST', '/v1/payers/pay-1/fundings', {
      fundingId: 'f-1',
      amount: '5000',
      receivedAt: '2026-11-20T02:00:00Z',
      ...change,
    });

  t.test('cannot be funded before it is registered', async (t) => {
    t.match(await fund(), { status: 404, body: { code: 'payer-unknown' } });
    t.match(await app.call('finance', 'GET', '/v1/payers/pay-1'), {
      status: 404,
      body: { code: 'payer-unknown' },
    });
  });

  t.test('is registered once; told otherwise it is a conflict', async (t) => {
    t.match(await put(), { status: 201, body: { payerId: 'pay-1', ...payer, position: String } });
    t.match(await put(), { status: 200, body: { position: String } });
    t.match(await put({ taxMethod: 'none' }), { status: 409, body: { code: 'payer-differs' } });
    t.match(await put({ merchantNo: '10-08' }), {
      status: 400,
      body: { errors: [{ path: 'merchantNo', message: 'expected 1–32 letters and digits' }] },
    });
  });

  t.test('is funded once, in the time of Shanghai', async (t) => {
    t.match(await fund(), {
      status: 201,
      body: { amount: '5000.00', receivedAt: '2026-11-20T10:00:00+08:00' },
    });
    t.equal((await fund()).status, 200);
    t.match(await fund({ amount: '5000.01' }), {
      status: 409,
      body: { code: 'funding-differs' },
    });
    t.match(await fund({ fundingId: 'f-2', amount: '0' }), {
      status: 422,
      body: { code: 'amount-not-positive' },
    });
  });

  t.test('shows what it owes, has, has set aside and has withheld', async (t) => {
    await registerDoctor(app);
    await app.call('platform', 'PUT', '/v1/payers/x:pay-1', payer);
    await app.call('platform', 'POST', '/v1/earnings', earning({ platformFee: '10' }));
    await app.call(
      'platform',
      'POST',
      '/v1/earnings',
      earning({ earningId: 'o', payerId: 'x:pay-1' }),
    );
    const withdrawal = { withdrawalId: 'w', amount: 'all' };
    const { body: asked } = await app.call(
      'doctor',
      'POST',
      '/v1/doctors/doc-1/withdrawals',
      withdrawal,
      'doc-1',
    );
    const url = `/v1/payers/pay-1?at-least=${asked.position}`;
    t.match((await app.call('finance', 'GET', url)).body, {
      ...payer,
      receivable: '-1990.00',
      cash: '5000.00',
      reserved: '3000.00',
      taxWithheld: '0.00',
      asOf: String,
    });
  });
});

t.test('a doctor', async (t) => {
  const app = await buildTestApp(t);
  const put = (name: string, kind = 'doctor', doctorId = 'doc-1') =>
    app.call('platform', 'PUT', `/v1/doctors/${doctorId}`, { kind, name });

  t.test('is registered once; another name or kind is a conflict', async (t) => {
    t.match(await put('郭洋霞'), { status: 201, body: { doctorId: 'doc-1', position: String } });
    t.equal((await put('郭洋霞')).status, 200);
    t.match(await put('赵丽桂'), { status: 409, body: { code: 'doctor-differs' } });
    t.match(await put('郭洋霞', 'assistant'), { status: 409, body: { code: 'doctor-differs' } });
    t.equal((await put(' ')).status, 400);
  });

  t.test('is listed by id and without a name', async (t) => {
    await put('杨敏', 'doctor', 'doc-2');
    const { position } = (await put('陈静', 'doctor', 'doc-3')).body;
    const first = await app.call('finance', 'GET', `/v1/doctors?limit=2&at-least=${position}`);
    t.same(
      first.body.items?.map(({ doctorId }) => doctorId),
      ['doc-1', 'doc-2'],
    );
    const url = `/v1/doctors?limit=2&cursor=${first.body.next}`;
    t.match((await app.call('finance', 'GET', url)).body, {
      items: [{ doctorId: 'doc-3', kind: 'doctor' }],
      next: null,
      asOf: String,
    });
  });

  t.test('and an organization never share an id, and so an account', async (t) => {
    const organization = { legalName: 'x', bankCode: 'ICBC', accountNumber: '3558961923120276' };
    t.match(await app.call('finance', 'PUT', '/v1/organizations/doc-1', organization), {
      status: 409,
      body: { code: 'organization-differs' },
    });
    t.equal(
      (await app.call('finance', 'PUT', '/v1/organizations/org-1', organization)).status,
      201,
    );
    t.match(await put('郭洋霞', 'doctor', 'org-1'), {
      status: 409,
      body: { code: 'doctor-differs' },
    });
  });

  t.test('gives consent once per version and takes it back', async (t) => {
    const consent = (version: string) =>
      app.call(
        'doctor',
        'PUT',
        '/v1/doctors/doc-1/consents/payout',
        { version, textHash: 'h' },
        'doc-1',
      );
    const card = { cardNumber: '6228482357073380869', bankCode: 'ABC' };
    const bind = () => app.call('doctor', 'PUT', '/v1/doctors/doc-1/bank-card', card, 'doc-1');
    t.match(await bind(), { status: 422, body: { code: 'consent-missing', purpose: 'payout' } });
    t.match(await consent('1'), { status: 201, body: { purpose: 'payout', version: '1' } });
    t.equal((await consent('1')).status, 200);
    t.equal((await consent('2')).status, 201);
    t.match(await bind(), { status: 201, body: { last4: '0869', usableFrom: String } });
    t.equal((await bind()).status, 200);
    const url = '/v1/doctors/doc-1/consents/payout';
    t.equal((await app.call('doctor', 'DELETE', url, undefined, 'doc-1')).status, 200);
    t.match(await bind(), { status: 422, body: { code: 'consent-missing' } });
  });
});

t.test('an organization and its doctor', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  const asDoctor = (method: 'POST' | 'DELETE', body?: object) =>
    app.call('doctor', method, '/v1/doctors/doc-1/unbind-requests', body, 'doc-1');
  const answered = (answer: 'confirm' | 'reject', party: string, body?: object) =>
    app.call('organization', 'POST', `/v1/doctors/doc-1/unbind-requests/${answer}`, body, party);

  t.test('bind once; another organization waits', async (t) => {
    t.match(await asDoctor('POST', {}), { status: 409, body: { code: 'not-bound' } });
    t.match(await bindDoctor(app), { status: 201, body: { binding: { organizationId: 'org-1' } } });
    t.equal((await bindDoctor(app)).status, 200);
    t.match(await bindDoctor(app, { organizationId: 'org-2' }), {
      status: 409,
      body: { code: 'already-bound', organizationId: 'org-1' },
    });
    t.match(await bindDoctor(app, { doctorId: 'nobody' }), {
      status: 404,
      body: { code: 'doctor-unknown' },
    });
    const stray = '/v1/organizations/org-9/doctors/doc-1';
    t.match(await app.call('organization', 'PUT', stray, { from: '2026-11-01' }, 'org-9'), {
      status: 404,
      body: { code: 'organization-unknown' },
    });
  });

  t.test('part only with the word of the organization', async (t) => {
    t.match(await answered('confirm', 'org-1'), {
      status: 409,
      body: { code: 'unbind-not-requested' },
    });
    t.match(await asDoctor('POST'), { status: 201, body: { unbindRequest: { since: String } } });
    t.equal((await asDoctor('POST', { reason: 'moving' })).status, 200);
    t.equal((await answered('reject', 'org-2', { reason: 'no' })).status, 403);
    t.match(await answered('reject', 'org-1', { reason: 'contract' }), {
      status: 200,
      body: { unbindRequest: null, binding: { organizationId: 'org-1' } },
    });
    await asDoctor('POST');
    t.match((await asDoctor('DELETE')).body, { unbindRequest: null });
    await asDoctor('POST');
    t.match(await answered('confirm', 'org-1'), {
      status: 200,
      body: { binding: { until: String } },
    });
    t.equal((await answered('confirm', 'org-1')).status, 200);
  });

  t.test('may also part by the organization alone; what accrued stays where it was', async (t) => {
    t.equal((await bindDoctor(app, { doctorId: 'doc-1', organizationId: 'org-2' })).status, 409);
    app.setNow('2026-12-01T10:00:00+08:00');
    const from = '2026-11-25';
    t.equal((await bindDoctor(app, { organizationId: 'org-2', from })).status, 201);
    const told = earning({ completedAt: '2026-11-26T10:00:00+08:00' });
    t.match((await app.call('platform', 'POST', '/v1/earnings', told)).body, { account: 'org-2' });
    const url = '/v1/organizations/org-2/doctors/doc-1';
    t.equal((await app.call('organization', 'DELETE', url, undefined, 'org-2')).status, 200);
    t.match(await app.call('platform', 'POST', '/v1/earnings', told), {
      status: 200,
      body: { account: 'org-2', position: String },
    });
    const balance = await app.call('finance', 'GET', '/v1/organizations/nobody/balance');
    t.match(balance, { status: 404, body: { code: 'organization-unknown' } });
  });
});
