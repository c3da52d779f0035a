import t from 'tap';
import { amountFromFact, amountText } from '../../../domain/money.ts';
import type { BillKind, PaymentProvider } from '../../../domain/ports/payment-provider.ts';
import { addDays, dayOf, instantOfMillis } from '../../../domain/time.ts';
import { until } from '../../support/until.ts';
import {
  instruction,
  merchantNo,
  type YeepayWorld,
  yeepayWorld,
} from '../../support/yeepay-world.ts';

const dayMs = 86_400_000;
const today = dayOf(instantOfMillis(Date.now()));

const billed = async (provider: PaymentProvider, kind: BillKind, day = today) => {
  const bill = await provider.bill(kind, day);
  if (bill.outcome !== 'found') return [];
  const lines: string[] = [];
  for await (const one of provider.readBill(bill.bytes))
    if (one.kind !== 'head')
      lines.push(
        one.kind === 'line'
          ? `${one.requestNo} ${amountText(one.amount)} ${amountText(one.fee)}`
          : `${one.problem} in ${one.line}`,
      );
  return lines.sort();
};

const paid = async ({ provider }: YeepayWorld, requestNo: string, amount: string) => {
  await provider.order(instruction(requestNo, { amount: amountFromFact(amount) }));
  await until(async () => {
    const answer = await provider.query({ merchantNo, requestNo });
    return answer.outcome === 'found' && answer.standing.state === 'paid' ? answer : undefined;
  });
};

t.test('the bills agree with what was paid and what came back', async (t) => {
  const world = await yeepayWorld(t);
  await world.fund('1000.00');
  await paid(world, 'P1', '120.00');
  await paid(world, 'P2', '0.01');
  await world.rules({ scenario: 'fail-later', requestNo: 'P3' });
  await world.provider.order(instruction('P3'));
  await world.say('/sandbox/returns', { requestNo: 'P2' });
  t.strictSame(await billed(world.provider, 'payments'), ['P1 120.00 1.00', 'P2 0.01 1.00']);
  t.strictSame(await billed(world.provider, 'returns'), ['P2 0.01 1.00']);
  t.strictSame(await billed(world.provider, 'payments', addDays(today, -1)), []);
});

t.test('a bill may come in another charset', async (t) => {
  for (const [billCharset, charset] of [
    ['gb18030', 'gb18030'],
    ['utf-8-bom', 'utf-8'],
  ] as const) {
    const world = await yeepayWorld(t, { client: { billReading: { charset } } });
    await world.fund('1000.00');
    await paid(world, 'P1', '120.00');
    await world.say('/sandbox/switches', { billCharset });
    t.strictSame(await billed(world.provider, 'payments'), ['P1 120.00 1.00'], billCharset);
  }
});

t.test('differences can be put into a bill', async (t) => {
  const world = await yeepayWorld(t);
  await world.fund('1000.00');
  for (const requestNo of ['P1', 'P2', 'P3', 'P4']) await paid(world, requestNo, '10.00');
  const of = (requestNo: string) => ({ bill: 'UA_PAY', requestNo });
  const unknown = { kind: 'unknown', amount: '7.00', day: today, merchantNo };
  await world.say('/sandbox/switches', {
    discrepancies: [
      { ...of('P1'), kind: 'missing' },
      { ...of('P2'), kind: 'twice' },
      { ...of('P3'), kind: 'amount', amount: '99.00' },
      { ...of('P4'), kind: 'fee', amount: '2.00' },
      { ...of('X1'), ...unknown },
    ],
  });
  t.strictSame(await billed(world.provider, 'payments'), [
    'P2 10.00 1.00',
    'P2 10.00 1.00',
    'P3 99.00 1.00',
    'P4 10.00 2.00',
    'X1 7.00 1.00',
  ]);
});

t.test('when the clock is moved, what happens next is of another day', async (t) => {
  const world = await yeepayWorld(t);
  await world.fund('1000.00');
  await paid(world, 'P1', '120.00');
  await world.say('/sandbox/clock', { byMs: 3 * dayMs });
  await world.say('/sandbox/returns', { requestNo: 'P1' });
  const later = addDays(today, 3);
  t.strictSame(await billed(world.provider, 'returns', later), ['P1 120.00 1.00']);
  t.strictSame(await billed(world.provider, 'returns'), []);
  const balances = await Promise.all(
    [today, later].map((day) => world.provider.endOfDayBalance(merchantNo, day)),
  );
  t.strictSame(balances, [
    { outcome: 'found', balance: amountFromFact('879.00') },
    { outcome: 'found', balance: amountFromFact('999.00') },
  ]);
});

t.test('an order for the next morning leaves then, and can be stopped until it does', async (t) => {
  const world = await yeepayWorld(t);
  await world.fund('1000.00');
  const nextDay = { receiveType: 'NEXT_DAY' } as const;
  const [first, second] = [instruction('P1', nextDay), instruction('P2', nextDay)];
  const waiting = await world.provider.order(first);
  await world.provider.order(second);
  if (waiting.outcome !== 'accepted') throw new Error('It should have been taken');
  const stop = { merchantNo, requestNo: 'P1', orderNo: waiting.orderNo, reason: 'r' };
  t.strictSame(await world.provider.cancel(stop), { outcome: 'stopped' });
  t.match(await world.provider.query(first), { standing: { state: 'cancelled' } });
  t.match(await world.provider.query(second), { standing: { state: 'processing' } });
  await world.say('/sandbox/clock', { byMs: dayMs + 8 * 3_600_000 });
  await until(async () => {
    const answer = await world.provider.query(second);
    return answer.outcome === 'found' && answer.standing.state === 'paid' ? answer : undefined;
  });
  t.strictSame(await world.provider.balance(merchantNo), {
    outcome: 'found',
    balance: amountFromFact('879.00'),
  });
});
