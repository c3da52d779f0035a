import t, { type Test } from 'tap';
import { amountFromFact } from '../../../domain/money.ts';
import { notified } from '../../support/notified.ts';
import { until } from '../../support/until.ts';
import { instruction, merchantNo, yeepayWorld } from '../../support/yeepay-world.ts';

const success = { status: 200, body: 'SUCCESS' };
const answered = { sent: 1, taken: 1 };

/** One order that was paid, and everybody has heard of it. */
const paidOrder = async (t: Test) => {
  const listener = await notified(t, () => success);
  const world = await yeepayWorld(t, { client: { notifyUrl: listener.url } });
  await world.fund('1000.00');
  await world.provider.order(instruction('P1'));
  await until(() => listener.bodies[0]);
  const tell = async (what: object) =>
    (await world.say('/sandbox/notifications', { requestNo: 'P1', ...what })).json();
  const state = async () => {
    const found = await world.provider.query({ merchantNo, requestNo: 'P1' });
    return found.outcome === 'found' ? found.standing.state : found.outcome;
  };
  return { ...world, bodies: listener.bodies, tell, state };
};

t.test('news on demand', async (t) => {
  t.test('can be repeated a hundred times, each of them genuine', async (t) => {
    const { provider, bodies, tell } = await paidOrder(t);
    t.strictSame(await tell({ times: 100 }), { sent: 100, taken: 100 });
    t.equal(bodies.length, 101);
    for (const body of bodies)
      t.match(provider.readNotification(body), { merchantNo, requestNo: 'P1' });
  });

  t.test('can be false, and then nobody believes them', async (t) => {
    const { provider, bodies, tell } = await paidOrder(t);
    for (const as of ['forged', 'garbled', 'truncated']) {
      t.strictSame(await tell({ as }), answered, as);
      t.equal(provider.readNotification(bodies.at(-1) ?? ''), undefined, as);
    }
  });

  t.test('can be about another amount or an order nobody gave', async (t) => {
    const { provider, bodies, tell, say } = await paidOrder(t);
    await tell({ fields: { orderAmount: '9999.00', status: 'FAIL' } });
    t.strictSame(provider.readNotification(bodies.at(-1) ?? ''), {
      merchantNo,
      requestNo: 'P1',
      amount: amountFromFact('9999.00'),
    });
    const unknown = { requestNo: 'NOBODYS', fields: { merchantNo } };
    t.equal((await say('/sandbox/notifications', unknown)).status, 409);
  });

  t.test('are refused when they make no sense', async (t) => {
    const { say } = await paidOrder(t);
    for (const wrong of [{}, { requestNo: 'P1', times: 0 }, { requestNo: 'P1', as: 'x' }])
      t.equal((await say('/sandbox/notifications', wrong)).status, 400);
    t.equal((await say('/sandbox/settlements', { requestNo: 'P1' })).status, 400);
    const unknown = { requestNo: 'NOBODYS', status: 'FAIL' };
    t.equal((await say('/sandbox/settlements', unknown)).status, 404);
  });
});

t.test('an order can be made to end, or to end otherwise than it had', async (t) => {
  t.test('when it is stuck', async (t) => {
    const { rules, provider, say } = await paidOrder(t);
    await rules({ requestNo: 'P2', scenario: 'stuck' });
    await provider.order(instruction('P2'));
    await say('/sandbox/settlements', { requestNo: 'P2', status: 'SUCCESS' });
    t.match(await provider.query({ merchantNo, requestNo: 'P2' }), {
      outcome: 'found',
      standing: { state: 'paid' },
    });
  });

  t.test('also when it was paid, and its money is there again', async (t) => {
    const { provider, say, state, bodies } = await paidOrder(t);
    t.equal(await state(), 'paid');
    t.match(await provider.balance(merchantNo), { balance: 87900n });
    const failed = { requestNo: 'P1', status: 'FAIL', failCode: 'NAME_MISMATCH' };
    await say('/sandbox/settlements', failed);
    t.equal(await state(), 'failed');
    t.match(await provider.balance(merchantNo), { balance: 100000n });
    await until(() => bodies[1]);
  });
});
