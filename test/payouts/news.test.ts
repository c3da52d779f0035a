import t, { type Test } from 'tap';
import { fen } from '../../domain/money.ts';
import { notified } from '../../src/payouts/notified.ts';
import { PayoutProcess } from '../../src/payouts/process.ts';
import { Sweep } from '../../src/payouts/sweep.ts';
import { differences, payoutNow, untilPayout } from '../support/payout-checks.ts';
import { merchantOf, withdrawn } from '../support/payout-people.ts';
import { type PayoutWorld, payoutWorld } from '../support/payout-world.ts';
import { buildTestApp } from '../support/test-app.ts';
import { until } from '../support/until.ts';

const dayMs = 86_400_000;
const address = '/provider/yeepay/notifications';

const settle = (world: PayoutWorld, requestNo: string, status: 'SUCCESS' | 'FAIL') =>
  world.provider.say('/sandbox/settlements', { requestNo, status });
const tell = async (world: PayoutWorld, what: object): Promise<unknown> =>
  (await world.provider.say('/sandbox/notifications', what)).json();
const outage = (world: PayoutWorld, kind: 'bad-gateway' | 'none') =>
  world.provider.say('/sandbox/switches', { outage: kind });
const alarmsOf = ({ alarms }: PayoutWorld) => alarms.map(({ code }) => code);

/** A payout that was paid, and everybody has heard of it. */
const paidOne = async (t: Test, silent = false) => {
  const world = await payoutWorld(t, { silent });
  const payoutId = await withdrawn(world);
  await untilPayout(world, payoutId, 'paid');
  if (!silent) await until(() => world.heard.find((outcome) => outcome === 'settled'));
  return { world, payoutId };
};

/** How often each outcome was counted, as the metrics say. */
const counted = (metrics: string): { readonly [outcome: string]: number } =>
  Object.fromEntries(
    [...metrics.matchAll(/^lotus_notifications_total\{outcome="([a-z-]+)"\} (\d+)$/gm)].map(
      ([, outcome, count]) => [outcome, Number(count)],
    ),
  );

t.test(
  'news repeated, false or about something else changes nothing, and is counted',
  async (t) => {
    const { world, payoutId } = await paidOne(t);
    const { ledger, store, views } = world.ports();
    const app = await buildTestApp(t, {
      ledger,
      store,
      views,
      vault: world.vault,
      notified: (body) => notified(world.ports(), world.life().process, body),
    });
    const metrics = async () => counted((await app.call(undefined, 'GET', '/metrics')).text);
    const before = await metrics();
    const head = await store.head();
    const first = world.bodies.length;
    t.strictSame(await tell(world, { requestNo: payoutId, times: 100 }), { sent: 100, taken: 100 });
    for (const as of ['forged', 'garbled', 'truncated'])
      t.strictSame(await tell(world, { requestNo: payoutId, times: 5, as }), { sent: 5, taken: 0 });
    const other = { orderAmount: '9999.00', status: 'FAIL' };
    await tell(world, { requestNo: payoutId, times: 4, fields: other });
    await tell(world, { requestNo: payoutId, times: 2, fields: { merchantNo: 'M2' } });
    const { items } = await world.provider.ask<{ items: { body: string }[] }>('/sandbox/requests');
    const { notifyUrl } = JSON.parse(
      items.find(({ body }) => body.includes(payoutId))?.body ?? '{}',
    );
    const unknown = { requestNo: 'NOBODYS', fields: { merchantNo: merchantOf('one') }, notifyUrl };
    await tell(world, { ...unknown, times: 3 });
    const wanted = { settled: 100, 'not-genuine': 15, differs: 6, 'unknown-payout': 3 };
    const heard = world.heard.slice(first);
    for (const [outcome, count] of Object.entries(wanted))
      t.equal(heard.filter((one) => one === outcome).length, count, outcome);
    // The very same bodies through the front door, in another order.
    for (const payload of world.bodies.slice(first).toReversed()) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      await app.inject({ method: 'POST', url: address, headers, payload });
    }
    const after = await metrics();
    for (const [outcome, count] of Object.entries(wanted))
      t.equal((after[outcome] ?? 0) - (before[outcome] ?? 0), count, `counted: ${outcome}`);
    t.equal(await store.head(), head, 'nothing at all was written');
    t.strictSame(await differences(world, ['one']), []);
    t.strictSame(
      new Set(alarmsOf(world)),
      new Set(['notification-differs', 'notification-for-unknown-payout']),
    );
  },
);

t.test(
  'a refusal that turns into a payment, and back, is recorded and told each time',
  async (t) => {
    const world = await payoutWorld(t);
    const payoutId = await withdrawn(world);
    await untilPayout(world, payoutId, 'paid');
    await settle(world, payoutId, 'FAIL');
    await until(() => alarmsOf(world).find((code) => code === 'contradictory-news'));
    t.match(await payoutNow(world, payoutId), { state: 'paid', contradicted: true });
    await settle(world, payoutId, 'SUCCESS');

    const second = await payoutWorld(t);
    await second.provider.rules({ scenario: 'fail-later' });
    const refused = await withdrawn(second);
    await untilPayout(second, refused, 'rejected');
    await settle(second, refused, 'SUCCESS');
    await until(async () =>
      (await payoutNow(second, refused)).state === 'paid' ? true : undefined,
    );
    t.match(await payoutNow(second, refused), { state: 'paid', contradicted: true });
    t.strictSame(await differences(second, ['one']), []);
    await settle(second, refused, 'FAIL');
    await until(() => (alarmsOf(second).length === 2 ? true : undefined));
    t.strictSame(alarmsOf(second), ['contradictory-news', 'contradictory-news']);
    t.equal(
      (await payoutNow(second, refused)).state,
      'paid',
      'money that may have left is not given out',
    );
  },
);

t.test('late news are not lost where the provider cannot be asked at that moment', async (t) => {
  const world = await payoutWorld(t);
  await world.provider.rules({ scenario: 'fail-later' });
  const payoutId = await withdrawn(world);
  await untilPayout(world, payoutId, 'rejected');
  await outage(world, 'bad-gateway');
  await settle(world, payoutId, 'SUCCESS');
  await until(() => world.heard.find((outcome) => outcome === 'not-settled'));
  t.equal((await payoutNow(world, payoutId)).state, 'rejected');
  await outage(world, 'none');
  await until(async () => ((await payoutNow(world, payoutId)).state === 'paid' ? true : undefined));
  t.strictSame(await differences(world, ['one']), []);
});

t.test('news that met an answer about another order is to be brought again', async (t) => {
  const { world, payoutId } = await paidOne(t, true);
  const ports = world.ports();
  const query: typeof ports.provider.query = async (asked) => {
    const answer = await ports.provider.query(asked);
    return answer.outcome === 'found' ? { ...answer, amount: fen(answer.amount + 1n) } : answer;
  };
  const misled = new PayoutProcess({ ...ports, provider: { ...ports.provider, query } });
  const row = ports.views.payout(payoutId).answer;
  t.equal(row && (await misled.ask(row)), 'unanswered');
  t.strictSame(alarmsOf(world), ['answer-mismatch']);
});

t.test('an answer that nobody has foreseen is told, and the query decides', async (t) => {
  for (const scenario of ['unsigned-answer', 'wrong-signature'] as const) {
    const world = await payoutWorld(t);
    await world.provider.rules({ scenario });
    const payoutId = await withdrawn(world);
    await untilPayout(world, payoutId, 'paid');
    const steps = (await payoutNow(world, payoutId)).steps.map(({ state }) => state);
    t.strictSame(steps, ['requested', 'submitted', 'in-doubt', 'accepted', 'paid']);
    t.strictSame(alarmsOf(world), ['unclassified-answer']);
  }
});

t.test('without any notification the daily sweep finds what came back', async (t) => {
  const { world, payoutId } = await paidOne(t, true);
  await world.provider.say('/sandbox/returns', { requestNo: payoutId });
  await world.pass(dayMs);
  await untilPayout(world, payoutId, 'returned');
  t.strictSame(await differences(world, ['one']), []);
  t.strictSame(world.alarms, []);
});

t.test('and a refusal that turned out paid', async (t) => {
  const world = await payoutWorld(t, { silent: true });
  await world.provider.rules({ scenario: 'fail-later' });
  const payoutId = await withdrawn(world);
  await untilPayout(world, payoutId, 'rejected');
  await settle(world, payoutId, 'SUCCESS');
  await world.pass(dayMs);
  await untilPayout(world, payoutId, 'paid');
  t.strictSame(alarmsOf(world), ['contradictory-news']);
  t.strictSame(await differences(world, ['one']), []);
});

t.test(
  'a sweep looks at what nobody looks at, and tells what has been open for long',
  async (t) => {
    const world = await payoutWorld(t, { contract: { overdueAfterMs: dayMs } });
    await world.provider.rules({ scenario: 'stuck' });
    const payoutId = await withdrawn(world);
    await untilPayout(world, payoutId, 'accepted');
    await world.pass(2 * dayMs);
    const forgetful = new PayoutProcess(world.ports());
    const { outcome, counts } = await new Sweep(world.ports(), forgetful).run();
    t.match(
      { outcome, counts },
      { outcome: 'done', counts: { reopened: 1, overdue: 1, unanswered: 0 } },
    );
    t.equal(forgetful.known(payoutId as never)?.payoutId, payoutId);
    t.strictSame(alarmsOf(world).slice(-2), ['payout-forgotten', 'payout-overdue']);
    await untilPayout(world, payoutId, 'in-doubt');
  },
);

t.test(
  'who is told to end lets a sweep be: it is not done, and is done after the next start',
  async (t) => {
    const { world, payoutId } = await paidOne(t, true);
    await world.provider.say('/sandbox/returns', { requestNo: payoutId });
    const sweep = new Sweep(world.ports(), world.life().process);
    const running = sweep.run();
    await sweep.stop();
    t.match(await running, { outcome: 'failed', counts: { asked: 0, unanswered: 1 } });
    t.strictSame(world.alarms, [], 'and nobody is alarmed');
    await world.pass(dayMs);
    await untilPayout(world, payoutId, 'returned');
  },
);

t.test('each day is swept once, and again where the provider could not be asked', async (t) => {
  const { world } = await paidOne(t, true);
  const runs = async (): Promise<readonly string[]> => {
    const { facts } = await world.ports().store.readAll({ max: 1_000, streamPrefixes: ['job-'] });
    return facts.map(({ type, data }) => JSON.parse(data).outcome ?? type);
  };
  await world.until(() => world.life().sweep.sweptAt !== undefined);
  const before = await runs();
  t.equal(before.at(-1), 'done');
  await world.kill();
  await world.until(() => world.life().sweep.sweptAt !== undefined);
  t.strictSame(await runs(), before, 'not again after a death');
  await outage(world, 'bad-gateway');
  await world.pass(dayMs);
  await world.until(async () => (await runs()).includes('failed'));
  await outage(world, 'none');
  await world.until(async () => (await runs()).at(-1) === 'done');
  t.ok((await runs()).lastIndexOf('done') > (await runs()).lastIndexOf('failed'));
});
