import t, { type Test } from 'tap';
import { ScenarioChooser } from '../../../adapters/yeepay/sandbox/scenario-chooser.ts';
import type { Scenario, ScenarioRule } from '../../../adapters/yeepay/sandbox/scenarios.ts';
import { amountFromFact } from '../../../domain/money.ts';
import type { OrderStanding } from '../../../domain/ports/payment-order.ts';
import { until } from '../../support/until.ts';
import { instruction, merchantNo, yeepayWorld } from '../../support/yeepay-world.ts';

const asked = { merchantNo, requestNo: 'P1' };

const ordered = async (t: Test, scenario: Scenario, more: Partial<ScenarioRule> = {}) => {
  const world = await yeepayWorld(t);
  await world.fund('1000.00');
  await world.rules({ scenario, requestNo: 'P1', ...more });
  t.match(await world.provider.order(instruction('P1')), { outcome: 'accepted' });
  const reaches = (state: OrderStanding['state']) =>
    until(async () => {
      const answer = await world.provider.query(asked);
      return answer.outcome === 'found' && answer.standing.state === state ? answer : undefined;
    });
  return { ...world, reaches };
};

t.test('a payment fails for the reason that was chosen', async (t) => {
  const { reaches } = await ordered(t, 'fail-later', { failCode: 'NAME_MISMATCH' });
  t.match((await reaches('failed')).standing, { reasonCode: 'name-mismatch' });
});

t.test('the money may turn out to be short after the order was taken', async (t) => {
  const { reaches, provider } = await ordered(t, 'short-later');
  const { standing } = await reaches('failed');
  t.match(standing, {
    reasonCode: 'payer-short-of-funds',
    providerCode: 'BALANCE_INSUFFICIENT',
  });
  const balance = amountFromFact('1000.00');
  t.strictSame(await provider.balance(merchantNo), { outcome: 'found', balance });
});

t.test('a payment comes back after it was paid', async (t) => {
  const { reaches, ask } = await ordered(t, 'return-later');
  const { standing } = await reaches('returned');
  t.ok(standing.state === 'returned' && standing.fee === 100n);
  const { merchants } = await ask<{ merchants: object }>('/sandbox/summary');
  const summary = { paid: '120.00', returned: '120.00', fees: '1.00', balance: '999.00' };
  t.match(merchants, { [merchantNo]: { ...summary, reserved: '0.00', orders: 1 } });
});

t.test('a refusal may turn out to be a payment after all', async (t) => {
  const { reaches } = await ordered(t, 'fail-then-pay');
  await reaches('paid');
});

t.test('a payment may be stuck, and its money stays spoken for', async (t) => {
  const world = await ordered(t, 'stuck');
  type Orders = { items: { status: string }[] };
  await until(async () => {
    const { items } = await world.ask<Orders>('/sandbox/orders');
    return items.find(({ status }) => status === 'REMITING');
  });
  t.match(await world.provider.query(asked), { standing: { state: 'processing' } });
  const rest = { amount: amountFromFact('879.00') };
  const refused = await world.provider.order(instruction('P2', rest));
  t.match(refused, { outcome: 'not-sent', cause: 'payer-short-of-funds' });
});

t.test('a query may tell another amount than was ordered', async (t) => {
  const { reaches } = await ordered(t, 'query-other-amount');
  t.equal((await reaches('paid')).amount, amountFromFact('120.01'));
});

t.test('fates are chosen by amount, by card, by merchant, and for so many orders', async (t) => {
  const rules: ScenarioRule[] = [
    { scenario: 'stuck', amount: '7.00', times: 1 },
    { scenario: 'refuse', cardEnding: '99' },
    { scenario: 'busy', merchantNo: 'M2' },
  ];
  const chooser = new ScenarioChooser(1, () => rules);
  const order = { requestNo: 'P1', merchantNo: 'M1', amount: '1.00', cardNumber: '622200' };
  t.equal(chooser.choose(order).scenario, 'pay');
  t.equal(chooser.choose({ ...order, amount: '7.00' }).scenario, 'stuck');
  t.equal(chooser.choose({ ...order, amount: '7.00' }).scenario, 'pay');
  t.equal(chooser.choose({ ...order, cardNumber: '622299' }).scenario, 'refuse');
  t.equal(chooser.choose({ ...order, merchantNo: 'M2' }).scenario, 'busy');
});

t.test('by seed and rates the same orders meet the same fates, in any order', async (t) => {
  const rules: ScenarioRule[] = [
    { scenario: 'timeout-after', rate: 0.2 },
    { scenario: 'fail-later', rate: 0.1 },
  ];
  const fates = (seed: number, numbers: readonly number[]) => {
    const chooser = new ScenarioChooser(seed, () => rules);
    const money = { merchantNo: 'M1', amount: '1.00', cardNumber: '622200' };
    return new Map(
      numbers.map((number) => {
        const requestNo = `P${number}`;
        return [requestNo, chooser.choose({ ...money, requestNo }).scenario];
      }),
    );
  };
  const numbers = Array.from({ length: 2_000 }, (_, number) => number);
  const [first, reversed] = [fates(7, numbers), fates(7, numbers.toReversed())];
  t.ok([...first].every(([requestNo, scenario]) => reversed.get(requestNo) === scenario));
  const count = (of: Scenario) => [...first.values()].filter((one) => one === of).length;
  t.ok(Math.abs(count('timeout-after') - 400) < 80);
  t.ok(Math.abs(count('fail-later') - 200) < 60);
  const other = fates(8, numbers);
  t.ok(numbers.some((number) => other.get(`P${number}`) !== first.get(`P${number}`)));
});

t.test('the stand-in refuses what it does not understand', async (t) => {
  const world = await yeepayWorld(t);
  const statuses = await Promise.all([
    world.say('/sandbox/scenarios', { rules: [{ scenario: 'explode' }] }),
    world.say('/sandbox/switches', { outage: 'flood' }),
    world.say('/sandbox/fundings', { fundingId: 'F', merchantNo, amount: '-1' }),
    world.say('/sandbox/returns', { requestNo: 'P1' }),
  ]);
  t.strictSame(
    statuses.map(({ status }) => status),
    [400, 400, 400, 409],
  );
  await world.say('/sandbox/fundings', { fundingId: 'F', merchantNo, amount: '1.00' });
  const other = await world.say('/sandbox/fundings', { fundingId: 'F', merchantNo, amount: '2' });
  t.equal(other.status, 409);
});
