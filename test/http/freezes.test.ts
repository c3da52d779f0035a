import t from 'tap';
import { buildTestApp, earning, registerDoctor, type TestApp } from '../support/test-app.ts';

const finance = (app: TestApp, url: string, body?: object, who = 'amy') =>
  app.call('finance', 'POST', url, body, who);
const frozenOnes = async (app: TestApp) => (await app.call('auditor', 'GET', '/v1/freezes')).body;

t.test('finance stops all payouts alone, and lets them go on two together', async (t) => {
  const app = await buildTestApp(t);
  const reason = 'a stolen key';
  t.match(await finance(app, '/v1/payouts/freeze', {}), {
    status: 400,
    body: { errors: [{ path: 'reason' }] },
  });
  t.match(await finance(app, '/v1/payouts/freeze', { reason }), {
    status: 200,
    body: { scope: 'all', frozen: true, position: String },
  });
  t.match(await frozenOnes(app), { items: [{ scope: 'all', reason, by: 'finance:amy' }] });
  const metrics = async () => (await app.call(undefined, 'GET', '/metrics')).text;
  t.match(await metrics(), /^lotus_payouts_frozen\{scope="all"\} 1$/m);
  t.match(await app.call(undefined, 'GET', '/health/ready'), {
    status: 200,
    body: { frozen: ['all'] },
  });
  t.match(await finance(app, '/v1/payouts/unfreeze'), {
    status: 200,
    body: { frozen: true, unfreezeProposedBy: 'finance:amy' },
  });
  t.match(await finance(app, '/v1/payouts/unfreeze'), {
    status: 409,
    body: { code: 'needs-second-person' },
  });
  t.match(await finance(app, '/v1/payouts/unfreeze', undefined, 'ben'), {
    status: 200,
    body: { frozen: false },
  });
  t.match(await frozenOnes(app), { items: [] });
  t.notMatch(await metrics(), /^lotus_payouts_frozen\{/m);
});

t.test('a provider and a payer are stopped on their own', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  const reason = 'an audit';
  t.match(await finance(app, '/v1/providers/other/freeze', { reason }), { status: 400 });
  t.match(await finance(app, '/v1/payers/nobody/freeze', { reason }), {
    status: 404,
    body: { code: 'payer-unknown' },
  });
  await finance(app, '/v1/providers/yeepay/freeze', { reason });
  const { body } = await finance(app, '/v1/payers/pay-1/freeze', { reason });
  t.match(body, { payerId: 'pay-1', frozen: true });
  const at = `at-least=${body.position}`;
  t.match((await app.call('finance', 'GET', `/v1/freezes?${at}`)).body, {
    items: [{ scope: 'provider-yeepay' }, { scope: 'payer', payerId: 'pay-1' }],
  });
  t.match(await app.call('finance', 'GET', '/v1/payers/pay-1'), { body: { frozen: true } });
  await app.call('platform', 'POST', '/v1/earnings', earning());
  const asked = { withdrawalId: 'w-1', amount: '1000.00' };
  t.match(await app.call('doctor', 'POST', '/v1/doctors/doc-1/withdrawals', asked, 'doc-1'), {
    status: 202,
  });
  t.match(await finance(app, '/v1/payers/pay-1/unfreeze'), { body: { frozen: false } });
});
