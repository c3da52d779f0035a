import t, { type Test } from 'tap';
import {
  type Scenario,
  type ScenarioRule,
  scenarios,
} from '../../../adapters/yeepay/sandbox/scenarios.ts';
import { amountFromFact, amountText, type Fen, fen, minus, total } from '../../../domain/money.ts';
import type {
  OrderAnswer,
  OrderStanding,
  PaymentInstruction,
} from '../../../domain/ports/payment-order.ts';
import { until } from '../../support/until.ts';
import {
  instruction,
  merchantNo,
  type YeepayWorld,
  yeepayWorld,
} from '../../support/yeepay-world.ts';

type Seen = {
  readonly requestNo: string;
  readonly amount: string;
  readonly status: string;
  readonly scenario: string;
  readonly returnedAt?: number;
};
type Money = { readonly paid: string; readonly returned: string; readonly balance: string };

const client = {
  readTimeoutMs: 250,
  // One payer gives all these orders at once, and every other one of them goes wrong.
  limits: { perSecond: 5_000, burst: 5_000, waitMs: 2_000, faultsInRow: 1_000, openMs: 1_000 },
};

const world = (t: Test, seed = 1): Promise<YeepayWorld> =>
  yeepayWorld(t, { seed, stepMs: 1, client });

const seenIn = async ({ ask }: YeepayWorld): Promise<ReadonlyMap<string, Seen>> => {
  const { items } = await ask<{ items: readonly Seen[] }>('/sandbox/orders');
  return new Map(items.map((one) => [one.requestNo, one]));
};

/** What each scenario must look like to whoever gave the order. */
const outcomes: { readonly [scenario in Scenario]: OrderAnswer['outcome'] } = {
  pay: 'accepted',
  refuse: 'rejected',
  'short-of-funds': 'not-sent',
  busy: 'not-sent',
  unavailable: 'may-have-happened',
  misconfigured: 'not-sent',
  'timeout-before': 'may-have-happened',
  'bad-gateway': 'may-have-happened',
  'drop-before': 'may-have-happened',
  'timeout-after': 'may-have-happened',
  'bad-gateway-after': 'may-have-happened',
  'drop-connection': 'may-have-happened',
  'unsigned-answer': 'may-have-happened',
  'wrong-signature': 'may-have-happened',
  'fail-later': 'accepted',
  'fail-then-pay': 'accepted',
  'short-later': 'accepted',
  'cancel-later': 'accepted',
  stuck: 'accepted',
  'return-later': 'accepted',
  'notify-twice': 'accepted',
  'notify-first': 'accepted',
  'notify-badly': 'accepted',
  'notify-forged': 'accepted',
  'notify-truncated': 'accepted',
  'notify-stale': 'accepted',
  'notify-never': 'accepted',
  'query-lag': 'accepted',
  'query-other-amount': 'accepted',
  'repeat-refused': 'accepted',
};

t.test('whatever the provider does to an order, the conclusion is true', async (t) => {
  const place = await world(t);
  await place.fund('1000000.00');
  await place.rules(
    ...scenarios.map((scenario): ScenarioRule => ({ requestNo: numberOf(scenario), scenario })),
  );
  const answers = await Promise.all(
    scenarios.map(async (scenario) => {
      const answer = await place.provider.order(instruction(numberOf(scenario)));
      return { scenario, answer };
    }),
  );
  const seen = await seenIn(place);
  for (const { scenario, answer } of answers) {
    t.equal(answer.outcome, outcomes[scenario], scenario);
    const exists = seen.has(numberOf(scenario));
    if (answer.outcome === 'accepted') t.ok(exists, `${scenario}: it exists there`);
    if (answer.outcome === 'not-sent' || answer.outcome === 'rejected')
      t.notOk(exists, `${scenario}: it does not exist there`);
  }
});

const numberOf = (scenario: Scenario): string => scenario.replaceAll('-', '').toUpperCase();

/** The patience of a payout process, in little: same number until there is evidence, no more. */
const seeThrough = async (
  { provider }: YeepayWorld,
  order: PaymentInstruction,
): Promise<OrderStanding['state'] | 'rejected'> => {
  const { requestNo } = order;
  const states = new Set<OrderStanding['state']>(['paid', 'failed', 'cancelled', 'returned']);
  let notFound = 0;
  let toSend = true;
  return until(async () => {
    if (toSend) {
      const answer = await provider.order(order);
      if (answer.outcome === 'rejected') return 'rejected';
      toSend = answer.outcome === 'not-sent';
      return undefined;
    }
    const answer = await provider.query({ merchantNo, requestNo });
    if (answer.outcome === 'not-found') notFound += 1;
    toSend = notFound >= 2;
    if (toSend) notFound = 0;
    if (answer.outcome !== 'found' || answer.amount !== order.amount) return undefined;
    return states.has(answer.standing.state) ? answer.standing.state : undefined;
  });
};

const mixture: readonly ScenarioRule[] = [
  { scenario: 'refuse', rate: 0.03 },
  { scenario: 'busy', rate: 0.05 },
  { scenario: 'unavailable', rate: 0.05 },
  { scenario: 'timeout-before', rate: 0.03 },
  { scenario: 'timeout-after', rate: 0.03 },
  { scenario: 'drop-before', rate: 0.06 },
  { scenario: 'drop-connection', rate: 0.06 },
  { scenario: 'bad-gateway', rate: 0.06 },
  { scenario: 'bad-gateway-after', rate: 0.06 },
  { scenario: 'unsigned-answer', rate: 0.05 },
  { scenario: 'wrong-signature', rate: 0.05 },
  { scenario: 'fail-later', rate: 0.05 },
  { scenario: 'cancel-later', rate: 0.03 },
  { scenario: 'return-later', rate: 0.05 },
  { scenario: 'repeat-refused', rate: 0.05 },
];

const ordersEach = 60;

for (const seed of [1, 2, 3]) {
  t.test(`with faults mixed by seed ${seed} every order is paid once or not at all`, async (t) => {
    const place = await world(t, seed);
    const funded = amountFromFact('1000000.00');
    await place.fund(amountText(funded));
    await place.rules(...mixture);
    const orders = Array.from({ length: ordersEach }, (_none, at) =>
      instruction(`MIXED${seed}N${at}`, { amount: fen(10_000n + BigInt(at)) }),
    );
    const ends = await Promise.all(
      orders.map(async (order) => ({ order, end: await seeThrough(place, order) })),
    );
    const paid: Fen[] = [];
    // Some come back only after we have looked for the last time.
    const seen = await until(async () => {
      const found = await seenIn(place);
      const isQuiet = [...found.values()].every(
        ({ scenario, returnedAt }) => scenario !== 'return-later' || returnedAt !== undefined,
      );
      return isQuiet ? found : undefined;
    });
    for (const { order, end } of ends) {
      const there = seen.get(order.requestNo);
      if (end === 'rejected') t.equal(there, undefined, 'a rejected order does not exist');
      else t.equal(there?.amount, amountText(order.amount), 'the order that exists is ours');
      const isPaid = end === 'paid' || end === 'returned';
      if (isPaid) paid.push(order.amount);
      t.equal(there?.status === 'SUCCESS', isPaid, `${order.requestNo} ended ${end}`);
    }
    const { merchants } = await place.ask<{
      merchants: { [no: string]: Money & { fees: string } };
    }>('/sandbox/summary');
    const sums = merchants[merchantNo]!;
    t.equal(sums.paid, amountText(total(paid)), 'paid is the sum of what ended paid');
    const left = minus(minus(funded, total(paid)), amountFromFact(sums.fees));
    t.equal(sums.balance, amountText(fen(left + amountFromFact(sums.returned))));
    t.match(await place.provider.balance(merchantNo), {
      outcome: 'found',
      balance: amountFromFact(sums.balance),
    });
  });
}
