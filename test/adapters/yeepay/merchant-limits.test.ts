import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import type { Called } from '../../../adapters/yeepay/call.ts';
import { type Limits, merchantLimits } from '../../../adapters/yeepay/merchant-limits.ts';
import { until } from '../../support/until.ts';
import { instruction, merchantNo, yeepayWorld } from '../../support/yeepay-world.ts';

const limits: Limits = { perSecond: 1_000, burst: 50, waitMs: 500, faultsInRow: 3, openMs: 60_000 };
const fault = async (): Promise<Called> => ({ kind: 'no-answer', why: 'ECONNRESET' });
const fine = async (): Promise<Called> => ({ kind: 'result', result: {} });
const refusal = async (): Promise<Called> => ({ kind: 'error', code: '40042', subCode: 'x' });

t.test('after faults in a row nothing is sent until a trial succeeds', async (t) => {
  const within = merchantLimits({ ...limits, openMs: 1_000 });
  for (let count = 0; count < 3; count += 1)
    t.match(await within('M1', 'orders', fault), { kind: 'no-answer' });
  const stopped = await within('M1', 'orders', fine);
  t.strictSame(stopped, { kind: 'not-begun', cause: 'circuit-open' });
  const trial = await until(async () => {
    const answer = await within('M1', 'orders', fine);
    return answer.kind === 'result' ? answer : undefined;
  });
  t.equal(trial.kind, 'result');
  t.match(await within('M1', 'orders', fine), { kind: 'result' });
});

t.test("one payer's trouble is its own, and asking goes on when ordering fails", async (t) => {
  const within = merchantLimits(limits);
  for (let count = 0; count < 3; count += 1) await within('M1', 'orders', fault);
  t.match(await within('M1', 'orders', fine), { kind: 'not-begun' });
  t.match(await within('M1', 'questions', fine), { kind: 'result' });
  t.match(await within('M2', 'orders', fine), { kind: 'result' });
});

t.test('refusals are answers: they never open the circuit', async (t) => {
  const within = merchantLimits(limits);
  for (let count = 0; count < 10; count += 1) await within('M1', 'orders', refusal);
  t.match(await within('M1', 'orders', fine), { kind: 'result' });
});

t.test('the gateway saying that it is unwell counts as a fault', async (t) => {
  const within = merchantLimits(limits);
  const unwell = async (): Promise<Called> => ({ kind: 'error', code: '40020', subCode: 'x' });
  for (let count = 0; count < 3; count += 1) await within('M1', 'orders', unwell);
  t.match(await within('M1', 'orders', fine), { kind: 'not-begun', cause: 'circuit-open' });
});

t.test('calls wait for their turn, a bounded time, then are not begun', async (t) => {
  const within = merchantLimits({ ...limits, perSecond: 10, burst: 2, waitMs: 150 });
  let begun = 0;
  const counted = async (): Promise<Called> => {
    begun += 1;
    await pause(1);
    return fine();
  };
  const all = await Promise.all(Array.from({ length: 20 }, () => within('M1', 'orders', counted)));
  const busy = all.filter(({ kind }) => kind === 'not-begun');
  t.equal(begun + busy.length, 20);
  t.ok(begun >= 2 && begun <= 6, 'the burst and what waited its turn');
  t.match(busy[0], { cause: 'busy' });
});

t.test('an order that is held back was certainly not sent', async (t) => {
  const world = await yeepayWorld(t, { client: { limits } });
  await world.fund('1000.00');
  await world.say('/sandbox/switches', { outage: 'hang-up' });
  for (let count = 0; count < 3; count += 1) await world.provider.order(instruction('P1'));
  const held = await world.provider.order(instruction('P1'));
  t.match(held, { outcome: 'not-sent', cause: 'circuit-open' });
  await world.say('/sandbox/switches', { outage: 'none' });
  t.match(await world.provider.query({ merchantNo, requestNo: 'P1' }), { outcome: 'not-found' });
});
