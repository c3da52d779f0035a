import t from 'tap';
import { amountText } from '../../domain/money.ts';
import { addDays } from '../../domain/time.ts';
import { findDifferences } from '../../src/reconciliation/find.ts';
import { resultText } from '../../src/reconciliation/result.ts';
import { day, inject, nextMorning, payday, run, shown, who } from '../support/reconcile-day.ts';
import { merchantNoOf } from '../support/reconcile-world.ts';

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

t.test('the same inputs', async (t) => {
  const { world, payouts } = await payday(t, ['100.00', '200.00']);
  await inject(world, { bill: 'UA_PAY', requestNo: payouts[0], kind: 'missing' });
  await nextMorning(world);
  const find = async () => {
    const found = await findDifferences(world.reconciler.ports, day, {}, () => undefined);
    return found.ok ? resultText(found.value) : found.refusal.code;
  };
  const first = await find();
  t.equal(await find(), first, 'give the same result, byte for byte');
  t.match(first, /"ledger-only"/);
  const both = await Promise.all([run(world), run(world, day, { ...who, actor: 'finance:two' })]);
  t.strictSame(
    both.map((one) => one.ok && one.value.run),
    [1, 1],
    'two who run it at once run it once',
  );
  t.equal(shown(world).length, 1);
});

t.test('a late file changes only what it must, and says what', async (t) => {
  const { world, payouts } = await payday(t, ['100.00', '200.00', '300.00']);
  const of = (requestNo: string | undefined) => ({ bill: 'UA_PAY', requestNo });
  await inject(
    world,
    { ...of(payouts[0]), kind: 'missing' },
    { ...of(payouts[1]), kind: 'fee', amount: '2.00' },
  );
  await nextMorning(world);
  t.match(await run(world), { value: { run: 1, found: 2, cleared: 0 } });
  await inject(world, { ...of(payouts[1]), kind: 'fee', amount: '2.00' });
  t.match(await run(world), { value: { run: 2, isNew: true, found: 0, cleared: 1 } });
  t.strictSame(shown(world), [
    'fee-diff payments 0.00 open -',
    'ledger-only payments 0.00 closed clear',
  ]);
});

t.test('a break that is still there tomorrow is the same one', async (t) => {
  const { world, payouts } = await payday(t, ['100.00', '200.00']);
  await inject(
    world,
    { bill: 'UA_PAY', requestNo: payouts[0], kind: 'missing' },
    { kind: 'charge', day, merchantNo: merchantNoOf(1), amount: '3.00' },
  );
  await nextMorning(world);
  t.match(await run(world), { value: { found: 2 } });
  const before = shown(world);
  const next = addDays(day, 1);
  await world.moveTo(addDays(day, 2));
  t.match(await run(world, next), { value: { found: 0 } }, 'the balance still differs by it');
  t.strictSame(shown(world, next), []);
  t.strictSame(shown(world), before);
  const [carried] = world.views.reconciliation('yeepay', next).answer?.runs ?? [];
  t.match(carried, { carried: 2 });
});

t.test('a day without any movement', async (t) => {
  const { world } = await payday(t, []);
  await world.moveTo(addDays(day, 1), 8);
  t.match(
    await run(world),
    { ok: false, refusal: { code: 'bill-not-there', day, kind: 'payments' } },
    'no file is not no payments: before nine it may still come',
  );
  t.equal(world.views.reconciliation('yeepay', day).answer, undefined);
  await world.moveTo(addDays(day, 1), 9);
  t.match(await run(world), { ok: true, value: { found: 0 } }, 'the accounts show that none moved');
  await world.yeepay.say('/sandbox/switches', { outage: 'bad-gateway' });
  t.match(await run(world), { ok: false, refusal: { code: 'provider-unavailable' } });
});
