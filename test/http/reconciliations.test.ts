import t, { type Test } from 'tap';
import { addDays, type Day } from '../../domain/time.ts';
import { yuan } from '../support/ledger-words.ts';
import { merchantNoOf, reconcileWorld } from '../support/reconcile-world.ts';
import { buildTestApp } from '../support/test-app.ts';
import { unzipped } from '../support/unzipped.ts';

const day = '2027-03-10' as Day;

/** The service in front of the provider's stand-in, the morning after two payouts. */
const morningAfter = async (t: Test) => {
  const world = await reconcileWorld(t);
  const { store, views, ledger, reconciler } = world;
  const app = await buildTestApp(t, {
    store,
    views,
    ledger,
    reconciler,
    clock: { now: world.now },
  });
  await world.moveTo(addDays(day, -20));
  const doctor = await world.doctor('doc-1');
  await world.fund(1, '100000.00');
  await world.earn('e-1', doctor, 1, yuan('20000.00'));
  await world.moveTo(day);
  const [payoutId = ''] = await world.withdraw(doctor, 'w-1', yuan('100.00'));
  await world.withdraw(doctor, 'w-2', yuan('200.00'));
  await world.settle();
  const about = { day, merchantNo: merchantNoOf(1) };
  const unknown = { ...about, bill: 'UA_PAY', kind: 'unknown', amount: '7.00' };
  await world.yeepay.say('/sandbox/switches', {
    discrepancies: [
      { ...unknown, requestNo: 'X1' },
      { ...unknown, requestNo: 'X2' },
      { bill: 'UA_PAY', requestNo: payoutId, kind: 'amount', amount: '99.00' },
    ],
  });
  await world.moveTo(addDays(day, 1));
  const as = (person: string) => (method: 'GET' | 'POST', url: string, body?: unknown) =>
    app.call('finance', method, url, body, person);
  return { world, app, one: as('one'), two: as('two') };
};

t.test('finance reconciles a day and signs it off', async (t) => {
  const { world, app, one, two } = await morningAfter(t);
  const at = `/v1/reconciliations/${day}`;
  t.match(await one('GET', at), { status: 404, body: { code: 'reconciliation-unknown' } });
  t.match(await one('POST', '/v1/reconciliations', { date: addDays(day, 9) }), {
    status: 422,
    body: { code: 'out-of-time' },
  });
  t.match(await one('POST', '/v1/reconciliations', { date: '10.3.2027' }), {
    status: 400,
    body: { errors: [{ path: 'date' }] },
  });
  const ran = await one('POST', '/v1/reconciliations', { date: day });
  t.match(ran, {
    status: 201,
    body: {
      date: day,
      run: 1,
      state: 'completed',
      changed: true,
      found: 3,
      breaks: { open: 3, suspended: 0, closed: 0 },
      matchRate: 0.25,
      position: String,
    },
  });
  t.match(await one('POST', '/v1/reconciliations', { date: day }), {
    status: 200,
    body: { run: 1, changed: false },
  });
  t.match((await one('GET', `${at}?at-least=${ran.body.position}`)).body, {
    byType: { 'provider-only': { open: 2 }, 'amount-diff': { open: 1 } },
    runs: [{ files: [{ sha256: String }, { none: 'nothing-moved' }], counts: { matched: 1 } }],
  });

  const { body: list } = await one('GET', `${at}/breaks?state=open`);
  t.equal(list.items?.length, 3);
  const difference = list.items?.find(({ type }) => type === 'amount-diff');
  t.match(difference, {
    ageDays: 1,
    ageBand: '0-1',
    owner: 'finance',
    cash: '0.00',
    provider: [{ amount: '99.00', line: Number }],
    ledger: { net: '100.00', state: 'paid' },
    moved: '-101.00',
  });
  t.match((await one('GET', `/v1/breaks/${difference?.breakId}`)).body, { type: 'amount-diff' });
  t.match(await one('GET', '/v1/breaks/brk-none'), { status: 404 });
  t.equal((await app.call('auditor', 'GET', '/v1/breaks?state=open')).body.items?.length, 3);

  const foreign = (list.items ?? []).filter(({ type }) => type === 'provider-only');
  const breakIds = foreign.map(({ breakId }) => breakId);
  t.match(await two('POST', `${at}/sign-off`), {
    status: 409,
    body: { code: 'breaks-block-sign-off' },
  });
  const many = { breakIds: [...breakIds, 'brk-none'], action: 'suspense', comment: '挂账，问易宝' };
  t.match(await one('POST', '/v1/breaks/resolve', many), {
    status: 200,
    body: { resolved: breakIds, refused: [{ breakId: 'brk-none', code: 'break-unknown' }] },
  });
  const ignore = { action: 'ignore', comment: 'the bill is wrong' };
  const resolve = `/v1/breaks/${difference?.breakId}/resolve`;
  t.match(await one('POST', resolve, { action: 'ignore' }), {
    status: 400,
    body: { errors: [{ path: 'comment' }] },
  });
  t.match(await one('POST', resolve, { ...ignore, action: 'suspense' }), {
    status: 422,
    body: { code: 'nothing-to-book' },
  });
  t.match(await one('POST', resolve, ignore), { status: 201, body: { state: 'closed' } });
  t.match(await one('POST', resolve, ignore), { status: 200 }, 'said twice is said once');

  t.match(await one('POST', `${at}/sign-off`), {
    status: 409,
    body: { code: 'needs-second-person' },
  });
  t.match(await two('POST', `${at}/sign-off`), {
    status: 201,
    body: { state: 'signed-off', signedOffBy: 'finance:two', carried: 2 },
  });
  t.equal((await two('POST', `${at}/sign-off`)).status, 200);
  t.match(await one('POST', '/v1/reconciliations', { date: day }), {
    status: 409,
    body: { code: 'day-signed-off' },
  });

  const adjust = { action: 'adjust', comment: 'lost for good' };
  const adjusting = `/v1/breaks/${breakIds[0]}/resolve`;
  t.match(await one('POST', adjusting, adjust), {
    status: 201,
    body: { state: 'suspended', proposedBy: 'finance:one' },
  });
  t.match(await one('POST', adjusting, adjust), { body: { code: 'needs-second-person' } });
  t.match(await two('POST', adjusting, adjust), { status: 201, body: { state: 'closed' } });
  await world.caughtUp();
  const { body: books } = await app.call('auditor', 'GET', '/v1/trial-balance');
  const balance = (account: string) =>
    books.accounts?.find((row) => row.account === account)?.balance;
  t.equal(balance('suspense:provider:pay-1'), '8.00');
  t.equal(balance('adjustments:pay-1'), '8.00');
  t.equal(books.debit, books.credit);

  t.match(await one('POST', `${at}/reopen`, { reason: 'a late file' }), {
    status: 201,
    body: { reopening: 1 },
  });
  t.match((await one('GET', '/v1/reconciliations')).body.items, [
    { date: day, state: 'completed', matchRate: 0.25, reopenings: [{ reopening: 1 }] },
  ]);
});

t.test('breaks go out as files, and bills come in as one', async (t) => {
  const { app, one } = await morningAfter(t);
  await one('POST', '/v1/reconciliations', { date: day });
  const csv = await one('GET', `/v1/reconciliations/${day}/breaks?format=csv`);
  t.match(csv.headers, { 'content-type': /text\/csv/, 'content-disposition': /breaks-2027-03-10/ });
  t.match(csv.text, /^breakId,date,type/);
  t.equal(csv.text.trim().split('\n').length, 4);
  const authorization = `Bearer ${await app.tokenOf('finance', 'one')}`;
  const xlsx = await app.app.inject({
    url: `/v1/reconciliations/${day}/breaks?format=xlsx`,
    headers: { authorization },
  });
  const sheet = [...unzipped(xlsx.rawPayload)].find(([name]) => name.includes('sheet1'));
  t.match(String(sheet?.[1]), /provider-only|sharedStrings|<row/);

  const put = (payload: string, type = 'text/csv') =>
    app.inject({
      method: 'PUT',
      url: `/v1/reconciliations/${day}/bills/payments`,
      headers: { authorization, 'content-type': type },
      payload,
    });
  t.match(
    await put('商户请求号,易宝订单号,付款金额,手续费,完成时间\nP,U,x,1.00,2027-03-10 10:00:00\n'),
    {
      status: 422,
      body: { code: 'bill-unreadable', problems: [{ line: 2, column: '付款金额' }] },
    },
  );
  t.match(await put('{}', 'application/json'), { status: 415 });
});
