import t from 'tap';
import { journalFormats } from '../../src/journal/formats.ts';
import { buildTestApp, earning, registerDoctor } from '../support/test-app.ts';

t.test('the books', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  const at = [
    '2026-11-24T10:00:00+08:00',
    '2026-11-25T10:00:00+08:00',
    '2026-12-02T10:00:00+08:00',
  ];
  for (const [n, now] of at.entries()) {
    app.setNow(now);
    await app.call(
      'platform',
      'POST',
      '/v1/earnings',
      earning({ earningId: `e-${n}`, platformFee: '1' }),
    );
  }
  const journal = (query: string) => app.call('auditor', 'GET', `/v1/journal?${query}`);
  const linesOf = (text: string) =>
    text
      .trim()
      .split('\n')
      .filter((line) => line !== '');

  t.test('balance at any instant, and say from which position', async (t) => {
    const { body } = await app.call('finance', 'GET', '/v1/trial-balance');
    t.match(body, { debit: '9003.00', credit: '9003.00', asOf: String });
    const past = await app.call('finance', 'GET', '/v1/trial-balance?asOf=2026-11-25T23:59:59Z');
    t.match(past.body, {
      debit: '6002.00',
      credit: '6002.00',
      at: '2026-11-26T07:59:59+08:00',
      asOf: String,
    });
    for (const asOf of ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'])
      t.match(await app.call('finance', 'GET', `/v1/trial-balance?asOf=${asOf}`), {
        status: 422,
        body: { code: 'out-of-time' },
      });
  });

  t.test('are exported in each format, one entry a fact', async (t) => {
    const types = {
      json: 'ndjson',
      csv: 'text/csv',
      hledger: 'text/plain',
      beancount: 'text/plain',
    };
    for (const format of journalFormats) {
      const { status, headers, text } = await journal(`format=${format}`);
      t.equal(status, 200);
      t.match(headers['content-type'], new RegExp(types[format]));
      t.equal(text.match(/payable/gi)?.length, format === 'beancount' ? 4 : 3, format);
    }
    const [first = ''] = linesOf((await journal('format=json')).text);
    t.match(JSON.parse(first), {
      at: at[0],
      stream: 'account-doc-1-2026-11',
      legs: [
        { account: 'receivable:pay-1', side: 'debit', amount: '3001.00' },
        { account: 'payable:doc-1:pay-1', side: 'credit', amount: '3000.00' },
        { account: 'fees:platform', side: 'credit', amount: '1.00' },
      ],
    });
    const [head, ...rows] = linesOf((await journal('format=csv')).text);
    t.equal(head, 'at,what,account,debit,credit,stream,revision');
    t.equal(rows.length, 9);
    t.match((await journal('format=xml')).body, { errors: [{ path: 'format' }] });
  });

  t.test('are exported from a day to a day, both included', async (t) => {
    const count = async (query: string) => linesOf((await journal(query)).text).length;
    t.equal(await count('from=2026-11-25'), 2);
    t.equal(await count('to=2026-11-25'), 2);
    t.equal(await count('from=2026-11-25&to=2026-11-25'), 1);
    t.equal(await count('from=2026-12-03'), 0);
    t.match(await journal('from=2026-02-30'), {
      status: 400,
      body: { errors: [{ path: 'from' }] },
    });
    t.match(await journal('from=2026-11-25&to=2026-11-24'), {
      status: 400,
      body: { errors: [{ path: 'to' }] },
    });
    t.equal(await count('from=2026-11-25&at-least=1'), 2);
  });

  t.test('rest on facts that an auditor reads as they are stored, page by page', async (t) => {
    const seen: number[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page += 1) {
      const url = `/v1/streams/payee-doc-1?limit=2${cursor}`;
      const { body } = await app.call('auditor', 'GET', url);
      t.match(body, { stream: 'payee-doc-1', asOf: String });
      seen.push(...(body.items ?? []).map(({ revision }) => Number(revision)));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    t.same(seen, [0, 1, 2]);
    const { body } = await app.call('auditor', 'GET', '/v1/streams/account-doc-1-2026-12');
    t.match(body.items?.at(-1), {
      type: 'EarningRecorded',
      data: { earningId: 'e-2', gross: '3000.00' },
      metadata: { actor: 'platform:test-platform' },
    });
    for (const wrong of ['e30', 'WyJ4Il0', 'Wy0xXQ'])
      t.match(await app.call('auditor', 'GET', `/v1/streams/payee-doc-1?cursor=${wrong}`), {
        status: 400,
        body: { errors: [{ path: 'cursor' }] },
      });
  });
});

t.test('over a real connection', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  const url = await app.app.listen({ port: 0, host: '127.0.0.1' });
  const authorization = `Bearer ${await app.tokenOf('platform')}`;
  const post = (body: string | ReadableStream, type = 'application/json') =>
    fetch(`${url}/v1/earnings`, {
      method: 'POST',
      headers: { authorization, 'content-type': type },
      body,
      duplex: 'half',
    } as RequestInit);

  t.test('an earning is taken, and a body without an announced end is measured', async (t) => {
    t.equal((await post(JSON.stringify(earning()))).status, 201);
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(Buffer.alloc(65_536, 'x')),
    });
    const refused = await post(endless).then(
      ({ status }) => status,
      () => 'hung up',
    );
    t.ok(refused === 413 || refused === 'hung up');
  });

  t.test('the position a write answers lets a read wait for it', async (t) => {
    const written = await post(JSON.stringify(earning({ earningId: 'e-2', gross: '1.00' })));
    const { position } = (await written.json()) as { position: string };
    const balance = await fetch(`${url}/v1/doctors/doc-1/balance?at-least=${position}`, {
      headers: { authorization: `Bearer ${await app.tokenOf('finance')}` },
    });
    t.match(await balance.json(), { earned: '3001.00' });
  });

  t.test('a position that is not reached in time is answered with when to ask again', async (t) => {
    const behind = await app.call('finance', 'GET', '/v1/trial-balance?at-least=999999');
    t.match(behind, {
      status: 503,
      headers: { 'retry-after': '1' },
      body: { code: 'views-behind', position: '999999' },
    });
  });
});
