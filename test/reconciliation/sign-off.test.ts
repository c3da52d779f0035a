import t from 'tap';
import type { PayerId, Reference } from '../../domain/identifiers.ts';
import type { BreakAction } from '../../domain/reconciliation/facts.ts';
import { addDays } from '../../domain/time.ts';
import { decideBreak } from '../../src/reconciliation/act.ts';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { type Fault, faultyStore } from '../support/faulty-store.ts';
import { yuan } from '../support/ledger-words.ts';
import { day, inject, nextMorning, payday, run, shown, who } from '../support/reconcile-day.ts';
import { merchantNoOf, reconcileWorld } from '../support/reconcile-world.ts';

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
