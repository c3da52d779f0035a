import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import {
  type Answer,
  accountNumber,
  bindDoctor,
  buildTestApp,
  earning,
  registerDoctor,
  type TestApp,
} from '../support/test-app.ts';

const of = { organizationId: 'org-1', payerId: 'pay-1', period: '2026-11' };
const invoice = { invoiceNo: 'inv-1', total: '120.00', buyer: '示例医院', item: '技术服务费' };

/** A doctor bound since the first of November, who completed two services then. */
const settledWorld = async (t: Parameters<typeof buildTestApp>[0]): Promise<TestApp> => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  await bindDoctor(app);
  for (const [earningId, gross] of [
    ['e-1', '100.00'],
    ['e-2', '20.00'],
  ])
    await app.call('platform', 'POST', '/v1/earnings', earning({ earningId, gross }));
  return app;
};
const issue = (app: TestApp): Promise<Answer> => app.call('finance', 'POST', '/v1/statements', of);
const say = (app: TestApp, id: unknown, what: string, body?: unknown): Promise<Answer> =>
  app.call('organization', 'POST', `/v1/statements/${id}/${what}`, body, 'org-1');

t.test('a statement over HTTP', async (t) => {
  t.test('is issued once by finance, and read by its organization with all lines', async (t) => {
    const app = await settledWorld(t);
    const first = await issue(app);
    t.equal(first.status, 201);
    t.match(first.body, { state: 'issued', version: 1, total: '120.00', lineCount: 2 });
    const again = await issue(app);
    t.equal(again.status, 200);
    t.equal(again.body.statementId, first.body.statementId);
    const url = `/v1/statements/${first.body.statementId}`;
    const read = await app.call('organization', 'GET', `${url}?limit=1`, undefined, 'org-1');
    t.match(read.body, {
      state: 'issued',
      confirmBy: '2026-12-01',
      lines: [{ line: 1, kind: 'earning', ref: 'e-1', doctorId: 'doc-1', amount: '100.00' }],
      timeline: [{ what: 'StatementIssued', by: 'finance:test-finance' }],
    });
    const next = `${url}?limit=1&cursor=${read.body.next}`;
    const rest = await app.call('organization', 'GET', next, undefined, 'org-1');
    t.match(rest.body, { lines: [{ line: 2, ref: 'e-2' }], next: null });
    t.equal((await app.call('finance', 'GET', `${url}?cursor=WyJ4Il0`)).status, 400);
  });

  t.test('goes from confirmed to invoiced; what is wrong with an invoice is said', async (t) => {
    const app = await settledWorld(t);
    const { statementId } = (await issue(app)).body;
    t.match((await say(app, statementId, 'invoice', invoice)).body, { code: 'statement-state' });
    t.match((await say(app, statementId, 'confirm')).body, { state: 'confirmed' });
    for (const [wrong, code] of [
      [{ total: '119.99' }, 'invoice-total-differs'],
      [{ buyer: '别的医院' }, 'invoice-buyer-differs'],
      [{ item: '餐饮' }, 'invoice-item-not-allowed'],
    ] as const) {
      const answer = await say(app, statementId, 'invoice', { ...invoice, ...wrong });
      t.match(answer, { status: 422, body: { code } });
    }
    const told = await say(app, statementId, 'invoice', invoice);
    t.match(told, { status: 200, body: { state: 'invoiced', invoice: { dueOn: '2026-12-08' } } });
    t.equal((await say(app, statementId, 'invoice', invoice)).status, 200);
  });

  t.test('disputed by line goes on without it, under the id that is answered', async (t) => {
    const app = await settledWorld(t);
    const { statementId } = (await issue(app)).body;
    const unknown = { lines: ['e-9'], reason: 'whose?' };
    t.match((await say(app, statementId, 'dispute', unknown)).body, { code: 'line-unknown' });
    const disputed = await say(app, statementId, 'dispute', { lines: ['e-2'], reason: 'not ours' });
    t.match(disputed.body, { state: 'disputed', disputed: { lines: [2] } });
    const next = await app.call('finance', 'GET', `/v1/statements/${disputed.body.continuedBy}`);
    t.match(next.body, { version: 2, state: 'issued', total: '100.00', lineCount: 1 });
  });

  t.test('is taken back by finance alone, before it is scheduled', async (t) => {
    const app = await settledWorld(t);
    const { statementId } = (await issue(app)).body;
    const url = `/v1/statements/${statementId}/void`;
    t.equal((await app.call('organization', 'POST', url, {}, 'org-1')).status, 403);
    t.match((await app.call('finance', 'POST', url)).body, { state: 'voided' });
    t.match((await issue(app)).body, { version: 2, state: 'issued', total: '120.00' });
  });

  t.test('is private: to another organization, to doctors, and where there is none', async (t) => {
    const app = await settledWorld(t);
    const { statementId } = (await issue(app)).body;
    const url = `/v1/statements/${statementId}`;
    t.equal((await app.call('organization', 'GET', url, undefined, 'org-2')).status, 403);
    t.equal(
      (await app.call('organization', 'POST', `${url}/confirm`, undefined, 'org-2')).status,
      403,
    );
    t.equal((await app.call('doctor', 'GET', url, undefined, 'doc-1')).status, 403);
    t.equal((await app.call('finance', 'GET', '/v1/statements/none')).status, 404);
    t.match(
      (await app.call('finance', 'POST', '/v1/statements', { ...of, period: '2026-12' })).body,
      {
        code: 'period-to-come',
      },
    );
    t.match(
      (await app.call('finance', 'POST', '/v1/statements', { ...of, period: '2026-10' })).body,
      {
        code: 'period-settled',
      },
    );
  });

  t.test('is found by organization, payer, month and state', async (t) => {
    const app = await settledWorld(t);
    const { statementId, position } = (await issue(app)).body;
    const count = async (query: string, url = '/v1/statements') => {
      const { body } = await app.call('finance', 'GET', `${url}?at-least=${position}&${query}`);
      return body.items?.map((one) => one.statementId);
    };
    for (const query of [
      '',
      'organizationId=org-1',
      'payerId=pay-1&state=issued',
      'period=2026-11',
    ])
      t.strictSame(await count(query), [statementId], query);
    for (const query of ['organizationId=org-2', 'state=paid', 'payerId=pay-1&period=2026-10'])
      t.strictSame(await count(query), [], query);
    t.strictSame(await count('state=issued', '/v1/organizations/org-1/statements'), [statementId]);
  });

  t.test('is exported as CSV, spreadsheet and paper', async (t) => {
    const app = await settledWorld(t);
    const { statementId } = (await issue(app)).body;
    const file = (format: string) =>
      app.call('finance', 'GET', `/v1/statements/${statementId}?format=${format}`);
    const csv = await file('csv');
    const [head, ...lines] = csv.text.trim().split('\n');
    t.equal(head, 'line,kind,ref,earningId,doctorId,source,at,corrects,amount');
    t.equal(lines[1], '2,earning,e-2,e-2,doc-1,consultation,2026-11-10T10:00:00+08:00,,20.00');
    t.match((await file('xlsx')).text, /^PK/);
    t.match((await file('pdf')).text, /^%PDF/);
    t.equal((await file('doc')).status, 400);
    t.notOk(app.logged().includes(accountNumber));
  });
});

t.test('an organization over HTTP', async (t) => {
  t.test(
    'sees its months with their statements, and its doctors with what they earned',
    async (t) => {
      const app = await settledWorld(t);
      const { statementId, position } = (await issue(app)).body;
      const read = async (what: string) =>
        (
          await app.call(
            'organization',
            'GET',
            `/v1/organizations/org-1/${what}?at-least=${position}`,
            undefined,
            'org-1',
          )
        ).body;
      t.match(await read('months'), {
        items: [
          {
            month: '2026-11',
            payerId: 'pay-1',
            services: 2,
            earned: '120.00',
            reversed: '0.00',
            statements: [{ statementId, state: 'issued' }],
          },
        ],
      });
      t.match(await read('attributions'), { items: [{ doctorId: 'doc-1', earned: '120.00' }] });
      t.match(await read('doctors'), {
        items: [{ doctorId: 'doc-1', bindings: [{ from: '2026-11-01' }], unbindRequest: null }],
      });
    },
  );

  t.test('shows a doctor what was attributed only where its contract says so', async (t) => {
    const app = await settledWorld(t);
    const mine = () =>
      app.call(
        'doctor',
        'GET',
        '/v1/doctors/doc-1/organizations/org-1/attributions',
        undefined,
        'doc-1',
      );
    t.match((await mine()).body, { code: 'attribution-not-shown' });
    const url = '/v1/organizations/org-1/terms';
    const show = async (attributionShown: boolean) =>
      (await app.call('finance', 'PUT', url, { attributionShown })).body;
    const seen = (at: unknown) =>
      app.call('doctor', 'GET', `/v1/earnings/e-1?at-least=${at}`, undefined, 'doc-1');
    const { position } = await show(true);
    t.match((await mine()).body, { items: [{ month: '2026-11', earned: '120.00' }] });
    t.match((await seen(position)).body, { account: 'org-1', gross: '100.00' });
    const own = '/v1/doctors/doc-1/organizations';
    t.match((await app.call('doctor', 'GET', own, undefined, 'doc-1')).body, {
      items: [{ organizationId: 'org-1', legalName: '示例机构', attributionShown: true }],
    });
    t.match((await seen((await show(false)).position)).body, { code: 'attribution-not-shown' });
  });

  t.test('is told that a doctor asked to leave; finance sees who waits', async (t) => {
    const app = await settledWorld(t);
    const asked = await app.call(
      'doctor',
      'POST',
      '/v1/doctors/doc-1/unbind-requests',
      { reason: 'moving' },
      'doc-1',
    );
    const query = `?at-least=${asked.body.position}`;
    t.match((await app.call('finance', 'GET', `/v1/unbind-requests${query}`)).body, {
      items: [{ doctorId: 'doc-1', organizationId: 'org-1', unbindRequest: { reason: 'moving' } }],
    });
  });

  t.test(
    'is paid to another account after finance changed it; the number is never shown',
    async (t) => {
      const store = memoryEventStore();
      const app = await buildTestApp(t, { store });
      await registerDoctor(app);
      await bindDoctor(app);
      const other = '3558961923120999';
      const change = { bankCode: 'CCB', accountNumber: other };
      const url = '/v1/organizations/org-1/account';
      t.match((await app.call('finance', 'PUT', url, change)).body, { bankCode: 'CCB' });
      t.equal((await app.call('platform', 'PUT', url, change)).status, 403);
      t.equal(
        (await app.call('finance', 'PUT', '/v1/organizations/org-9/account', change)).status,
        404,
      );
      const { facts } = await store.readAll({ max: 1_000 });
      t.notOk(facts.some(({ data }) => data.includes(other)));
      t.notOk(app.answered().includes(other));
    },
  );
});
