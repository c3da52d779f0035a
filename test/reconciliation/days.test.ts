import t, { type Test } from 'tap';
import type { PayerId, Reference } from '../../domain/identifiers.ts';
import { amountText } from '../../domain/money.ts';
import type { BreakAction } from '../../domain/reconciliation/facts.ts';
import { addDays, type Day } from '../../domain/time.ts';
import { decideBreak } from '../../src/reconciliation/act.ts';
import { findDifferences } from '../../src/reconciliation/find.ts';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { resultText } from '../../src/reconciliation/result.ts';
import { type Fault, faultyStore } from '../support/faulty-store.ts';
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

t.test('signing a day off', async (t) => {
  const { world } = await payday(t, ['100.00']);
  const merchantNo = merchantNoOf(1);
  const unknown = { bill: 'UA_PAY', requestNo: 'X1', kind: 'unknown', amount: '7.00' };
  await inject(world, { ...unknown, day, merchantNo });
  await world.moveTo(day, 23);
  const sign = async (by: string) => {
    const pay = 'pay-1' as PayerId;
    const ledger = new Map([[pay, world.views.cashAtEndOf(pay, day).answer]]);
    const about = { provider: 'yeepay', day, by, now: world.now(), ledger, today: world.today() };
    const signed = await world.ledger.reconciliations.handle(
      { type: 'SignOffDay', ...about },
      world.asking(by),
    );
    await world.caughtUp();
    return signed.ok ? 'signed' : signed.refusal.code;
  };
  t.equal(await sign('finance:two'), 'reconciliation-unknown');
  t.match(await run(world), { ok: true }, 'a day may be run before it is over');
  t.equal(await sign('finance:two'), 'day-not-over');
  await nextMorning(world);
  t.equal(await sign('finance:one'), 'needs-second-person', 'who ran it does not sign it');
  t.equal(await sign('finance:two'), 'breaks-block-sign-off');
  const [row] = world.views.breaks({ day }, { limit: 1 }).answer.items;
  if (row === undefined) throw new Error('no break');
  const decide = async (action: 'ignore' | 'suspense', by: string) => {
    const decision = { action, comment: 'asked the provider' };
    const outcome = await decideBreak(world.reconciler.ports, row.found, decision, {
      actor: by,
      correlation: 'test',
    });
    await world.caughtUp();
    return outcome.ok ? outcome.value.facts.length : outcome.refusal.code;
  };
  t.equal(await decide('suspense', 'finance:three'), 1);
  t.equal(await decide('suspense', 'finance:three'), 0, 'said twice is said once');
  t.equal(await decide('ignore', 'finance:three'), 'break-state', 'put aside, it is not forgotten');
  t.match(world.views.book('suspense:provider:pay-1').answer, { debit: 800n, credit: 0n });
  t.equal(await sign('finance:three'), 'needs-second-person', 'nor who decided in it');
  t.equal(await sign('finance:two'), 'signed');
  t.match(await run(world), { refusal: { code: 'day-signed-off' } });
  const reopen = async (by: string) => {
    const about = { provider: 'yeepay', day, by, now: world.now(), reason: 'late file' };
    const done = await world.ledger.reconciliations.handle(
      { type: 'ReopenDay', ...about },
      world.asking(by),
    );
    return done.ok ? done.value.state.reopenings : done.refusal.code;
  };
  t.equal(await reopen('finance:four'), 1);
  t.equal(await reopen('finance:four'), 'day-not-signed-off');
  t.match(await run(world), { ok: true });
  t.equal(await sign('finance:two'), 'signed');
  t.equal(await reopen('finance:four'), 2, 'each with its number');
});

t.test('the desk of one break', async (t) => {
  const { world, payouts } = await payday(t, ['100.00', '200.00']);
  const [, second = ''] = payouts;
  await inject(world, { bill: 'UA_PAY', requestNo: second, kind: 'missing' });
  await nextMorning(world);
  await run(world);
  const [row] = world.views.breaks({ day }, { limit: 1 }).answer.items;
  if (row === undefined) throw new Error('no break');
  const decide = async (action: BreakAction, of = row.found) => {
    const decision = { action, comment: 'c' };
    const outcome = await decideBreak(world.reconciler.ports, of, decision, who);
    return outcome.ok ? outcome.value.facts.map(({ type }) => type) : outcome.refusal.code;
  };
  t.equal(await decide('suspense'), 'nothing-to-book', 'the money is where it should be');
  t.equal(await decide('apply'), 'nothing-to-apply', 'no line says anything');
  const unknown = { ...row.found, breakId: 'brk-none' as Reference };
  t.equal(await decide('link', unknown), 'break-unknown');
  t.strictSame(await decide('link'), ['BreakResolved']);
});

t.test(
  'a run that is cut off anywhere is gone on with, and ends like one that was not',
  async (t) => {
    let left = Number.POSITIVE_INFINITY;
    const next = (): Fault => {
      left -= 1;
      return left < 0 ? 'unavailable' : 'none';
    };
    const world = await reconcileWorld(t, 1, faultyStore(next));
    await world.moveTo(addDays(day, -20));
    const doctor = await world.doctor('doc-1');
    await world.fund(1, '100000.00');
    await world.earn('e-1', doctor, 1, yuan('20000.00'));
    const discrepancies: object[] = [];
    let cut = 0;
    for (let at = 0; at < 9; at += 1) {
      const on = addDays(day, at);
      await world.moveTo(on);
      const [silent = ''] = await world.withdraw(doctor, `w-${at}-1`, yuan('100.00'));
      const [twice = ''] = await world.withdraw(doctor, `w-${at}-2`, yuan('200.00'));
      await world.yeepay.rules({ scenario: 'stuck', requestNo: silent });
      await world.settle(1);
      await world.yeepay.say('/sandbox/settlements', { requestNo: silent, status: 'SUCCESS' });
      const about = { bill: 'UA_PAY', day: on, merchantNo: merchantNoOf(1), amount: '7.00' };
      discrepancies.push(
        { bill: 'UA_PAY', requestNo: twice, kind: 'twice' },
        { ...about, requestNo: `X${at}`, kind: 'unknown' },
      );
      await inject(world, ...discrepancies);
      await world.moveTo(addDays(on, 1));
      left = at;
      const first = await world.reconciler.run(on, who).catch(() => undefined);
      const isWhole = first?.ok === true && first.value.failed === 0;
      if (!isWhole) cut += 1;
      left = Number.POSITIVE_INFINITY;
      t.match(await run(world, on), { ok: true }, `cut off after ${at} appends`);
      t.strictSame(shown(world, on), [
        'duplicate payments 0.00 closed ignore',
        'provider-only payments -8.00 open -',
        'status-diff payments -101.00 closed apply',
      ]);
      t.match(world.views.payout(silent as never).answer, { state: 'paid' });
    }
    t.ok(cut >= 5, `${cut} of the runs were cut off`);
  },
);

t.test('a payer that the provider does not know yet', async (t) => {
  const { world } = await payday(t, ['100.00']);
  await world.ledger.parties.handlePayer(
    {
      type: 'RegisterPayer',
      payerId: 'pay-new' as PayerId,
      legalName: 'P',
      merchantNo: 'M-new',
      taxMethod: 'none',
      now: world.now(),
    },
    world.asking(),
  );
  const { ports } = world.reconciler;
  const notKnown = { outcome: 'unknown', detail: 'no such merchant' } as const;
  const reconciler = new Reconciler({
    ...ports,
    provider: {
      ...ports.provider,
      movements: async (asked) =>
        asked.merchantNo === 'M-new' ? notKnown : ports.provider.movements(asked),
      endOfDayBalance: async (merchantNo, at) =>
        merchantNo === 'M-new' ? notKnown : ports.provider.endOfDayBalance(merchantNo, at),
    },
  });
  await nextMorning(world);
  t.match(await reconciler.run(day, who), { ok: true, value: { found: 0 } }, 'holds up nobody');
  await world.caughtUp();
  const funds = world.views.reconciliation('yeepay', day).answer?.runs[0]?.funds ?? [];
  t.strictSame(
    funds.map(({ payerId }) => payerId),
    ['pay-1'],
  );
  const about = { payerId: 'pay-new' as PayerId, now: world.now() };
  const money = { amount: yuan('5.00'), receivedAt: world.now() };
  await world.ledger.parties.handlePayer(
    { type: 'ReceiveFunding', ...about, fundingId: 'f-new' as Reference, ...money },
    world.asking(),
  );
  const next = addDays(day, 1);
  await world.moveTo(addDays(day, 2));
  t.match(
    await reconciler.run(next, who),
    { ok: false, refusal: { code: 'bill-not-there' } },
    'once it has money, what it did must be known before "no file" is believed',
  );
});
