import t from 'tap';
import type { PaymentProvider } from '../../domain/ports/payment-provider.ts';
import { differences, ordersNow, payoutNow, untilPayout } from '../support/payout-checks.ts';
import { addFunds, atDesk, doctorOf, withdrawn } from '../support/payout-people.ts';
import { type PayoutWorld, payoutWorld } from '../support/payout-world.ts';
import { until } from '../support/until.ts';

const stop = (world: PayoutWorld, payoutId: string) => {
  const why = { reason: 'asked by the doctor', by: 'finance:amy' };
  return atDesk(world, doctorOf('1'), {
    type: 'AskToStop',
    payoutId: payoutId as never,
    ...why,
  });
};

t.test('what waits for funds can be stopped, and then is never sent', async (t) => {
  const world = await payoutWorld(t);
  const payoutId = await withdrawn(world, { funds: '0.00' });
  await untilPayout(world, payoutId, 'payer-short-of-funds');
  t.equal(await stop(world, payoutId), 'done');
  await untilPayout(world, payoutId, 'rejected');
  await addFunds(world, 'one', '10000.00');
  t.match((await payoutNow(world, payoutId)).steps, [
    { state: 'requested' },
    { state: 'submitted' },
    { state: 'submitted', reason: 'payer-short-of-funds' },
    { state: 'submitted', reason: 'stop-asked', by: 'finance:amy' },
    { state: 'rejected', reason: 'stopped-by-finance' },
  ]);
  t.strictSame(await ordersNow(world), []);
  t.strictSame(await differences(world, ['one']), []);
});

t.test(
  'what has not left the provider is stopped there, also after a death in between',
  async (t) => {
    const world = await payoutWorld(t, { contract: { receiveType: 'NEXT_DAY' } });
    const payoutId = await withdrawn(world);
    await untilPayout(world, payoutId, 'accepted');
    t.equal(await stop(world, payoutId), 'done');
    await world.kill();
    await untilPayout(world, payoutId, 'rejected');
    t.match((await payoutNow(world, payoutId)).steps.at(-1), { reason: 'cancelled-by-provider' });
    t.strictSame(await differences(world, ['one']), []);
  },
);

t.test('what cannot be stopped any more is watched until it is paid', async (t) => {
  const world = await payoutWorld(t);
  await world.provider.rules({ scenario: 'stuck' });
  const payoutId = await withdrawn(world);
  await world.until(async () => (await ordersNow(world))[0]?.status === 'REMITING');
  t.equal(await stop(world, payoutId), 'done');
  const end = Date.parse(world.now()) + 3_600_000;
  await world.until(() => Date.parse(world.now()) > end);
  t.match(await payoutNow(world, payoutId), { state: 'accepted', stopAsked: true });
  await world.provider.say('/sandbox/settlements', { requestNo: payoutId, status: 'SUCCESS' });
  await untilPayout(world, payoutId, 'paid');
  t.equal(await stop(world, payoutId), 'payout-state');
  t.strictSame(await differences(world, ['one']), []);
});

t.test('a doubt is not ended by a wish: what was not found may still be there', async (t) => {
  const world = await payoutWorld(t);
  await world.provider.rules({ scenario: 'drop-before' });
  const payoutId = await withdrawn(world);
  await untilPayout(world, payoutId, 'in-doubt');
  t.equal(await stop(world, payoutId), 'done');
  const end = Date.parse(world.now()) + 2 * 3_600_000;
  await world.until(() => Date.parse(world.now()) > end);
  t.equal((await payoutNow(world, payoutId)).state, 'in-doubt');
  t.match(world.alarms, [{ code: 'doubt-barred', payoutId }]);
  for (const by of ['finance:amy', 'finance:ben']) {
    const resolution = { outcome: 'rejected', note: 'not in the bill', by } as const;
    const command = { type: 'ResolvePayout', payoutId: payoutId as never, ...resolution } as const;
    t.equal(await atDesk(world, doctorOf('1'), command), 'done');
  }
  t.equal((await payoutNow(world, payoutId)).state, 'rejected');
  t.strictSame(await differences(world, ['one']), []);
});

t.test('nor by a later attempt that surely did not get there', async (t) => {
  let sent = 0;
  let isBlind = true;
  // Its first order arrives; then it is out of reach, and for long its queries do not find the order.
  const around = (real: PaymentProvider): PaymentProvider => ({
    ...real,
    order: async (order) => {
      sent += 1;
      if (sent > 1) return { outcome: 'not-sent', cause: 'unreachable', detail: 'refused' };
      await real.order(order);
      return new Promise(() => {});
    },
    query: async (of) => (isBlind ? { outcome: 'not-found' } : real.query(of)),
  });
  const world = await payoutWorld(t, { around, silent: true });
  const payoutId = await withdrawn(world);
  await until(async () => {
    world.life().process.tick();
    return (await ordersNow(world)).at(0);
  });
  await world.kill();
  await world.until(() => sent > 1);
  t.equal(await stop(world, payoutId), 'done');
  await untilPayout(world, payoutId, 'in-doubt');
  isBlind = false;
  await untilPayout(world, payoutId, 'paid');
  t.strictSame(await differences(world, ['one']), []);
});
