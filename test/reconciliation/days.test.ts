import t, { type Test } from 'tap';
import { amountText } from '../../domain/money.ts';
import { addDays, type Day } from '../../domain/time.ts';
import { yuan } from '../support/ledger-words.ts';
import { merchantNoOf, type ReconcileWorld, reconcileWorld } from '../support/reconcile-world.ts';

const day = '2027-03-10' as Day;
const who = { actor: 'finance:one', correlation: 'test' };

/** One payer with money, one doctor, and payouts of one day, all paid. */
const payday = async (t: Test, amounts: readonly string[]) => {
  const world = await reconcileWorld(t);
  await world.moveTo(addDays(day, -20));
  const doctor = await world.doctor('doc-1');
  await world.fund(1, '100000.00');
  await world.earn('e-1', doctor, 1, yuan('20000.00'));
  await world.moveTo(day);
  const payouts: string[] = [];
  for (const [at, amount] of amounts.entries())
    payouts.push(...(await world.withdraw(doctor, `w-${at}`, yuan(amount))));
  await world.settle();
  return { world, payouts };
};

const inject = (world: ReconcileWorld, ...discrepancies: readonly object[]) =>
  world.yeepay.say('/sandbox/switches', { discrepancies });

const nextMorning = (world: ReconcileWorld) => world.moveTo(addDays(day, 1));

const run = async (world: ReconcileWorld, of = day, by = who) => {
  const done = await world.reconciler.run(of, by);
  await world.caughtUp();
  return done;
};

const shown = (world: ReconcileWorld, of: Day | undefined = day) =>
  world.views
    .breaks({ day: of }, { limit: 100 })
    .answer.items.map(({ found, status, steps }) =>
      [found.type, found.paper, found.cash, status, steps.at(-1)?.action ?? '-'].join(' '),
    )
    .toSorted();

t.test('a day on which all agrees', async (t) => {
  const { world, payouts } = await payday(t, ['100.00', '200.00']);
  t.equal(payouts.length, 2);
  await nextMorning(world);
  t.match(await run(world), { ok: true, value: { run: 1, isNew: true, found: 0 } });
  t.strictSame(shown(world), []);
  const [first] = world.views.reconciliation('yeepay', day).answer?.runs ?? [];
  t.match(first, {
    counts: { billLines: 2, ledgerPaid: 2, matched: 2, compared: 2 },
    files: [{ kind: 'payments', sha256: /^[0-9a-f]{64}$/ }, { none: 'nothing-moved' }],
    funds: [
      {
        payerId: 'pay-1',
        billed: '300.00',
        billedFees: '2.00',
        opening: '100000.00',
        moneyOut: '302.00',
        closing: '99698.00',
        ledger: '99698.00',
      },
    ],
  });
  t.match(
    await run(world),
    { ok: true, value: { run: 1, isNew: false } },
    'the same again writes nothing',
  );
  t.equal(amountText(world.views.cashAtEndOf('pay-1' as never, day).answer), '99698.00');
});

t.test('differences', async (t) => {
  const { world, payouts } = await payday(t, ['100.00', '200.00', '300.00']);
  const [p1 = '', p2 = '', p3 = ''] = payouts;
  const of = (requestNo: string) => ({ bill: 'UA_PAY', requestNo });
  const merchantNo = merchantNoOf(1);
  await inject(
    world,
    { ...of(p1), kind: 'missing' },
    { ...of(p2), kind: 'fee', amount: '2.00', moved: true },
    { ...of(p3), kind: 'twice' },
    { ...of('X1'), kind: 'unknown', amount: '7.00', day, merchantNo },
    { kind: 'charge', day, merchantNo, amount: '3.00' },
  );
  await nextMorning(world);
  t.match(await run(world), { ok: true, value: { found: 5, acted: 1 } });
  t.strictSame(shown(world), [
    'balance-diff funds -3.00 open -',
    'duplicate payments 0.00 closed ignore',
    'fee-diff payments -1.00 open -',
    'ledger-only payments 0.00 open -',
    'provider-only payments -8.00 open -',
  ]);
});
