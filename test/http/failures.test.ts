import t from 'tap';
import { UnderWay } from '../../src/http/under-way.ts';
import { faultyStore, script } from '../support/faulty-store.ts';
import { buildTestApp, cardNumber, earning, registerDoctor } from '../support/test-app.ts';

t.test('a store that fails', async (t) => {
  let next = script();
  const store = faultyStore(() => next());
  const app = await buildTestApp(t, { store });
  await registerDoctor(app);
  const record = (earningId: string) =>
    app.call('platform', 'POST', '/v1/earnings', earning({ earningId }));
  t.equal((await record('first')).status, 201);

  t.test('is told with when to try again, and the same request then succeeds', async (t) => {
    for (const [fault, code] of [
      ['overloaded', 'busy'],
      ['unavailable', 'store-unavailable'],
    ] as const) {
      next = script(fault);
      t.match(await record(code), { status: 503, headers: { 'retry-after': '1' }, body: { code } });
      t.equal((await record(code)).status, 201);
    }
  });

  t.test('in the middle of an answer changes nothing for the caller', async (t) => {
    next = script('lost-after', 'lost-after');
    t.equal((await record('lost')).status, 201);
    t.equal((await record('lost')).status, 200);
  });

  t.test('lets a batch wait where a single request would be sent away', async (t) => {
    next = script('overloaded', 'overloaded', 'overloaded');
    const { body } = await app.inject({
      method: 'POST',
      url: '/v1/earnings/batch',
      headers: {
        authorization: `Bearer ${await app.tokenOf('platform')}`,
        'content-type': 'application/x-ndjson',
      },
      payload: ['b-1', 'b-2'].map((earningId) => JSON.stringify(earning({ earningId }))).join('\n'),
    });
    t.match(body, { accepted: 2, rejected: 0 });
  });

  t.test('is no bug of ours when it cannot be read', async (t) => {
    store.beUnreadable(true);
    const url = '/v1/doctors/doc-9/balance';
    t.match(await app.call('finance', 'GET', url), {
      status: 503,
      headers: { 'retry-after': '1' },
      body: { code: 'store-unavailable' },
    });
    store.beUnreadable(false);
    t.equal((await app.call('finance', 'GET', url)).status, 404);
  });

  t.test('is not called ready when its head is not told', async (t) => {
    const blind = await buildTestApp(t, {
      store: { ...store, head: () => Promise.reject(new Error('no answer from 10.0.0.7')) },
    });
    const answer = await blind.call(undefined, 'GET', '/health/ready');
    t.match(answer, { status: 503, body: { code: 'not-ready', stopped: ['store'] } });
    t.notMatch(answer.text, /10\.0\.0\.7/);
    t.equal((await blind.call(undefined, 'GET', '/health/live')).status, 200);
  });
});

t.test('a bug of ours is logged with the request, and says nothing outside', async (t) => {
  const app = await buildTestApp(t, {
    issuerKnown: () => {
      throw new Error('the table of issuers is damaged');
    },
  });
  await app.call('platform', 'PUT', '/v1/doctors/doc-1', { kind: 'doctor', name: '郭洋霞' });
  const consent = { version: '1', textHash: 'h' };
  await app.call('doctor', 'PUT', '/v1/doctors/doc-1/consents/payout', consent, 'doc-1');
  const card = { cardNumber, bankCode: 'ABC' };
  const answer = await app.call('doctor', 'PUT', '/v1/doctors/doc-1/bank-card', card, 'doc-1');
  t.match(answer, { status: 500, body: { code: 'internal', requestId: String } });
  t.notMatch(answer.text, /issuers|damaged|\.ts/);
  const logged = app.logged();
  t.match(logged, /the table of issuers is damaged/);
  t.ok(logged.includes(String(answer.body.requestId)));
  t.notOk(logged.includes(cardNumber));
});

t.test('a part of the service that stopped is named by health', async (t) => {
  const app = await buildTestApp(t, { health: () => ({ stopped: ['payouts'] }) });
  t.match(await app.call(undefined, 'GET', '/health/ready'), {
    status: 503,
    body: { code: 'not-ready', stopped: ['payouts'] },
  });
});

t.test('no more is under way at once than may be', async (t) => {
  const underWay = new UnderWay(3);
  let [now, most] = [0, 0];
  for (let at = 0; at < 20; at += 1) {
    await underWay.room();
    now += 1;
    most = now > most ? now : most;
    underWay.add(
      new Promise<void>((done) => setImmediate(done)).then(() => {
        now -= 1;
        if (at === 7) throw new Error('the eighth');
      }),
    );
  }
  await t.rejects(underWay.ended(), { message: 'the eighth' });
  t.equal(most, 3);
  t.equal(now, 0, 'one that fails stops no other');
});
