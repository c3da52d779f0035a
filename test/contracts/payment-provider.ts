import type { Test } from 'tap';
import { amountFromFact } from '../../domain/money.ts';
import type {
  OrderStanding,
  PaymentInstruction,
  QueryAnswer,
} from '../../domain/ports/payment-order.ts';
import type { PaymentProvider } from '../../domain/ports/payment-provider.ts';
import { addDays, dayOf, instantOfMillis } from '../../domain/time.ts';
import { until } from '../support/until.ts';

/** What may be arranged to happen at a provider, in words that any of them can follow. */
export type Fate =
  | 'refused'
  | 'too-busy'
  | 'not-opened'
  | 'fails'
  | 'cancelled-by-provider'
  | 'answer-lost'
  | 'order-lost'
  | 'found-late';

/** A provider to try things on, with somebody who can make things happen there. */
export type ProviderWorld = {
  readonly provider: PaymentProvider;
  readonly fund: (amount: string) => Promise<void>;
  readonly arrange: (requestNo: string, fate: Fate) => Promise<void>;
  readonly sendBack: (requestNo: string) => Promise<void>;
  readonly instruction: (requestNo: string) => PaymentInstruction;
  /** How often money left for this number. */
  readonly timesPaid: (requestNo: string) => Promise<number>;
};

type Found = Extract<QueryAnswer, { readonly outcome: 'found' }>;
type Open = (t: Test) => Promise<ProviderWorld>;

/** What the payout process relies on, whoever the provider is. */
export const paymentProviderContract = async (t: Test, open: Open): Promise<void> => {
  t.test('orders and how they end', (t) => orders(t, open));
  t.test('answers that do not come', (t) => doubts(t, open));
  t.test('what the provider holds and sends back', (t) => holdings(t, open));
};

const standing = (world: ProviderWorld, requestNo: string, state: OrderStanding['state']) =>
  until(async (): Promise<Found | undefined> => {
    const { merchantNo } = world.instruction(requestNo);
    const answer = await world.provider.query({ merchantNo, requestNo });
    return answer.outcome === 'found' && answer.standing.state === state ? answer : undefined;
  });

const orders = async (t: Test, open: Open): Promise<void> => {
  t.test('an order is taken, and a query says when it was paid and what it cost', async (t) => {
    const world = await open(t);
    await world.fund('1000.00');
    const answer = await world.provider.order(world.instruction('P1'));
    t.match(answer, { outcome: 'accepted', standing: { state: 'processing' } });
    const found = await standing(world, 'P1', 'paid');
    const { merchantNo, amount } = world.instruction('P1');
    t.equal(found.requestNo, 'P1');
    t.equal(found.merchantNo, merchantNo);
    t.equal(found.amount, amount);
    t.ok(found.standing.state === 'paid' && found.standing.fee >= 0n);
  });

  t.test('the same order twice is one payment', async (t) => {
    const world = await open(t);
    await world.fund('1000.00');
    const first = await world.provider.order(world.instruction('P1'));
    await standing(world, 'P1', 'paid');
    const again = await world.provider.order(world.instruction('P1'));
    t.equal(first.outcome, 'accepted');
    t.ok(again.outcome === 'accepted' || again.outcome === 'may-have-happened');
    t.equal(await world.timesPaid('P1'), 1);
  });

  t.test('an order that fails says why and stays failed', async (t) => {
    const world = await open(t);
    await world.fund('1000.00');
    await world.arrange('P1', 'fails');
    t.match(await world.provider.order(world.instruction('P1')), { outcome: 'accepted' });
    const found = await standing(world, 'P1', 'failed');
    t.match(found.standing, { reasonCode: 'card-invalid' });
    t.equal(await world.timesPaid('P1'), 0);
  });

  t.test('an order the provider stops is cancelled', async (t) => {
    const world = await open(t);
    await world.fund('1000.00');
    await world.arrange('P1', 'cancelled-by-provider');
    await world.provider.order(world.instruction('P1'));
    await standing(world, 'P1', 'cancelled');
    t.equal(await world.timesPaid('P1'), 0);
  });

  for (const [fate, answer] of [
    ['refused', { outcome: 'rejected' }],
    ['too-busy', { outcome: 'not-sent', cause: 'busy' }],
    ['not-opened', { outcome: 'not-sent', cause: 'misconfigured' }],
  ] as const) {
    t.test(`an order that is ${fate} certainly does not exist`, async (t) => {
      const world = await open(t);
      await world.fund('1000.00');
      await world.arrange('P1', fate);
      const instruction = world.instruction('P1');
      t.match(await world.provider.order(instruction), answer);
      t.match(await world.provider.query(instruction), { outcome: 'not-found' });
    });
  }

  t.test("when the payer's money is short the order waits, and goes through later", async (t) => {
    const world = await open(t);
    const short = { outcome: 'not-sent', cause: 'payer-short-of-funds' };
    t.match(await world.provider.order(world.instruction('P1')), short);
    await world.fund('1000.00');
    t.match(await world.provider.order(world.instruction('P1')), { outcome: 'accepted' });
    await standing(world, 'P1', 'paid');
  });
};

const doubts = async (t: Test, open: Open): Promise<void> => {
  t.test('an answer that is lost leaves it open, and a query finds the order', async (t) => {
    const world = await open(t);
    await world.fund('1000.00');
    await world.arrange('P1', 'answer-lost');
    t.match(await world.provider.order(world.instruction('P1')), { outcome: 'may-have-happened' });
    await standing(world, 'P1', 'paid');
    t.equal(await world.timesPaid('P1'), 1);
  });

  t.test('an order that is lost looks the same, and may be sent again', async (t) => {
    const world = await open(t);
    await world.fund('1000.00');
    await world.arrange('P1', 'order-lost');
    const instruction = world.instruction('P1');
    t.match(await world.provider.order(instruction), { outcome: 'may-have-happened' });
    t.match(await world.provider.query(instruction), { outcome: 'not-found' });
    t.match(await world.provider.order(instruction), { outcome: 'accepted' });
    await standing(world, 'P1', 'paid');
    t.equal(await world.timesPaid('P1'), 1);
  });

  t.test('"not found" does not prove that an order was not taken', async (t) => {
    const world = await open(t);
    await world.fund('1000.00');
    await world.arrange('P1', 'found-late');
    const instruction = world.instruction('P1');
    t.match(await world.provider.order(instruction), { outcome: 'accepted' });
    t.match(await world.provider.query(instruction), { outcome: 'not-found' });
    await standing(world, 'P1', 'paid');
  });
};

const holdings = async (t: Test, open: Open): Promise<void> => {
  t.test('what it holds is what came in less what went out, fees included', async (t) => {
    const world = await open(t);
    await world.fund('1000.00');
    const { merchantNo, amount } = world.instruction('P1');
    t.strictSame(await world.provider.balance(merchantNo), {
      outcome: 'found',
      balance: amountFromFact('1000.00'),
    });
    await world.provider.order(world.instruction('P1'));
    const { standing: paid } = await standing(world, 'P1', 'paid');
    const fee = paid.state === 'paid' ? paid.fee : 0n;
    const balance = amountFromFact('1000.00') - amount - fee;
    t.strictSame(await world.provider.balance(merchantNo), { outcome: 'found', balance });
    const today = dayOf(instantOfMillis(Date.now()));
    const end = await world.provider.endOfDayBalance(merchantNo, today);
    t.strictSame(end, { outcome: 'found', balance });
    const before = await world.provider.endOfDayBalance(merchantNo, addDays(today, -1));
    t.strictSame(before, { outcome: 'found', balance: 0n });
  });

  t.test('a return is told by query and by the list of returns', async (t) => {
    const world = await open(t);
    await world.fund('1000.00');
    const { merchantNo, amount } = world.instruction('P1');
    await world.provider.order(world.instruction('P1'));
    await standing(world, 'P1', 'paid');
    await world.sendBack('P1');
    await standing(world, 'P1', 'returned');
    const today = dayOf(instantOfMillis(Date.now()));
    const days = { from: addDays(today, -1), until: today };
    const returns = await world.provider.returns({ merchantNo, ...days, page: 1 });
    t.match(returns, { outcome: 'found', more: false, items: [{ requestNo: 'P1', amount }] });
  });

  t.test('a cancellation stops what has not left, and says so when it cannot', async (t) => {
    const world = await open(t);
    await world.fund('1000.00');
    const answer = await world.provider.order(world.instruction('P1'));
    if (answer.outcome !== 'accepted') throw new Error('It should have been accepted');
    await standing(world, 'P1', 'paid');
    const { merchantNo, requestNo } = world.instruction('P1');
    const order = { merchantNo, requestNo, orderNo: answer.orderNo, reason: '医生更换收款卡' };
    t.strictSame(await world.provider.cancel(order), { outcome: 'goes-on' });
    t.match(await world.provider.cancel({ ...order, orderNo: 'UA0' }), { outcome: 'unknown' });
  });

  t.test('a bill lists what was paid; no bill is not an empty one', async (t) => {
    const world = await open(t);
    await world.fund('1000.00');
    const today = dayOf(instantOfMillis(Date.now()));
    t.strictSame(await world.provider.bill('payments', today), { outcome: 'not-there' });
    await world.provider.order(world.instruction('P1'));
    await standing(world, 'P1', 'paid');
    const bill = await world.provider.bill('payments', today);
    if (bill.outcome !== 'found') throw new Error('There should have been a bill');
    const lines: object[] = [];
    for await (const line of world.provider.readBill(bill.bytes))
      if (line.kind !== 'head') lines.push(line);
    const { amount } = world.instruction('P1');
    t.match(lines, [{ kind: 'line', requestNo: 'P1', amount }]);
    t.strictSame(await world.provider.bill('returns', today), { outcome: 'not-there' });
  });
};
