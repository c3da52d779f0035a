import t, { type Test } from 'tap';
import { amountFromFact } from '../../domain/money.ts';
import type { PayoutRow } from '../../projections/payout-row.ts';
import { PayoutProcess } from '../../src/payouts/process.ts';
import { ordersNow, payoutNow, untilPayout } from '../support/payout-checks.ts';
import {
  addFunds,
  atDesk,
  doctorOf,
  earn,
  payerOf,
  withdrawAll,
  withdrawn,
} from '../support/payout-people.ts';
import { type PayoutWorld, payoutWorld } from '../support/payout-world.ts';

const hourMs = 3_600_000;
const account = doctorOf('1');

const asking = (world: PayoutWorld, name: string) => ({
  actor: 'finance:test',
  commandId: `${name} ${world.now()}`,
  correlation: name,
  now: world.now(),
});

/** Stops payouts in one of the three ways; what it gives lets them go on. */
const freezes: {
  readonly [reason: string]: (world: PayoutWorld, isOn: boolean) => Promise<unknown>;
} = {
  'payouts-frozen': (world, isOn) => turn(world, 'all', isOn),
  'provider-frozen': (world, isOn) => turn(world, 'provider-yeepay', isOn),
  'payer-frozen': (world, isOn) => {
    const about = { payerId: payerOf('one'), by: 'finance:amy', now: world.now() };
    const { parties } = world.life().ledger;
    return parties.handlePayer(
      isOn ? { type: 'FreezePayer', ...about, reason: 'r' } : { type: 'UnfreezePayer', ...about },
      asking(world, 'freeze'),
    );
  },
};

const turn = async (world: PayoutWorld, scope: 'all' | 'provider-yeepay', isOn: boolean) => {
  const { parties } = world.life().ledger;
  const about = { scope, now: world.now() };
  if (isOn)
    await parties.handleFreeze(
      { type: 'FreezePayouts', ...about, by: 'finance:amy', reason: 'r' },
      asking(world, 'freeze'),
    );
  for (const by of isOn ? [] : ['finance:amy', 'finance:ben'])
    await parties.handleFreeze({ type: 'UnfreezePayouts', ...about, by }, asking(world, by));
};

t.test('frozen, withdrawals are accepted and wait, and go on afterwards', async (t) => {
  for (const [reason, freeze] of Object.entries(freezes)) {
    const world = await payoutWorld(t);
    const payoutId = await withdrawn(world, { funds: '0.00' });
    await freeze(world, true);
    await addFunds(world, 'one', '10000.00');
    await untilPayout(world, payoutId, reason as NonNullable<PayoutRow['waitingFor']>);
    await world.pass(hourMs);
    await earn(world, 'ern-2', account, payerOf('one'), '300.00');
    const [second = ''] = await withdrawAll(world, account, 'wdr-2');
    await untilPayout(world, second, reason as NonNullable<PayoutRow['waitingFor']>);
    t.strictSame(await ordersNow(world), [], `${reason}: nothing was sent`);
    await freeze(world, false);
    for (const id of [payoutId, second]) await untilPayout(world, id, 'paid');
    const { steps } = await payoutNow(world, payoutId);
    t.match(
      steps.map((step) => [step.state, step.reason]),
      [
        ['requested', undefined],
        ['requested', reason],
        ['submitted', undefined],
      ],
    );
  }
});

t.test('frozen, what is in doubt is asked about and not sent again', async (t) => {
  const world = await payoutWorld(t);
  await world.provider.rules({ scenario: 'drop-before', times: 1 });
  const payoutId = await withdrawn(world);
  await untilPayout(world, payoutId, 'in-doubt');
  await turn(world, 'all', true);
  const end = Date.parse(world.now()) + 2 * hourMs;
  await world.until(() => Date.parse(world.now()) > end);
  t.equal((await payoutNow(world, payoutId)).state, 'in-doubt');
  t.strictSame(await ordersNow(world), []);
  await turn(world, 'all', false);
  await untilPayout(world, payoutId, 'paid');
});

t.test(
  'a payer without funds keeps it waiting, over days and deaths, until they come',
  async (t) => {
    const world = await payoutWorld(t);
    const payoutId = await withdrawn(world, { funds: '0.00' });
    await untilPayout(world, payoutId, 'payer-short-of-funds');
    const end = Date.parse(world.now()) + 30 * hourMs;
    await world.until(() => Date.parse(world.now()) > end);
    await world.kill();
    await world.until(() => Date.parse(world.now()) > end + hourMs);
    t.match(await payoutNow(world, payoutId), {
      state: 'submitted',
      waitingFor: 'payer-short-of-funds',
    });
    await addFunds(world, 'one', '10000.00');
    await untilPayout(world, payoutId, 'paid');
    t.strictSame(
      world.alarms.filter(({ code }) => code !== 'payout-overdue'),
      [],
      'what waits for funds is nobody else’s business',
    );
  },
);

t.test('in a cut-off of the provider nothing is sent until it is over', async (t) => {
  const around = (minutes: number) =>
    new Date(Date.now() + 8 * hourMs + minutes * 60_000).toISOString().slice(11, 16) as '00:00';
  const world = await payoutWorld(t, {
    contract: { cutOff: { from: around(-30), until: around(90) } },
  });
  const payoutId = await withdrawn(world);
  await untilPayout(world, payoutId, 'provider-cut-off');
  t.strictSame(await ordersNow(world), []);
  await untilPayout(world, payoutId, 'paid');
});

t.test(
  'an amount that the provider does not carry waits for finance, which may cancel',
  async (t) => {
    const contract = { maximumPerOrder: { personal: amountFromFact('499.99') } };
    const world = await payoutWorld(t, { contract });
    const payoutId = await withdrawn(world);
    await untilPayout(world, payoutId, 'outside-provider-limits');
    t.match(world.alarms, [{ code: 'outside-provider-limits', payoutId }]);
    const by = 'finance:amy';
    t.equal(
      await atDesk(world, account, { type: 'CancelPayout', payoutId, reason: 'r', by }),
      'done',
    );
    await untilPayout(world, payoutId, 'cancelled');
    t.strictSame(await ordersNow(world), []);
  },
);

t.test('consent withdrawn while it waits for funds, it is never sent', async (t) => {
  const world = await payoutWorld(t);
  const payoutId = await withdrawn(world, { funds: '0.00' });
  await untilPayout(world, payoutId, 'payer-short-of-funds');
  await world
    .life()
    .ledger.parties.handlePayee(
      { type: 'WithdrawConsent', payee: account, purpose: 'payout', now: world.now() },
      asking(world, 'withdraw consent'),
    );
  await addFunds(world, 'one', '10000.00');
  await untilPayout(world, payoutId, 'rejected');
  t.match((await payoutNow(world, payoutId)).steps.at(-1), { reason: 'consent-missing' });
  t.strictSame(await ordersNow(world), []);
});

/** One look at the only payout, by a process for which something happens while it compares accounts. */
const lookedAt = async (
  t: Test,
  world: PayoutWorld,
  meanwhile: () => Promise<unknown>,
): Promise<void> => {
  const ports = world.ports();
  let isDone = false;
  const store = {
    ...ports.store,
    readStream: async (...asked: Parameters<typeof ports.store.readStream>) => {
      if (!isDone) await meanwhile();
      isDone = true;
      return ports.store.readStream(...asked);
    },
  };
  const process = new PayoutProcess({ ...ports, store: Object.setPrototypeOf(store, ports.store) });
  const head = await ports.store.head();
  if (head !== undefined) await world.views.caughtUpTo(head, 5_000);
  process.recover();
  process.tick();
  await process.idle();
  t.ok(isDone, 'the accounts were compared');
};

t.test('cancelled in the very moment in which it is sent, it is not sent', async (t) => {
  const world = await payoutWorld(t);
  const payoutId = await withdrawn(world);
  const by = 'finance:amy';
  await lookedAt(t, world, () =>
    atDesk(world, account, { type: 'CancelPayout', payoutId, reason: 'r', by }),
  );
  t.equal((await payoutNow(world, payoutId)).state, 'cancelled');
  t.strictSame(await ordersNow(world), []);
});

t.test('an account that goes on meanwhile does not disagree with itself', async (t) => {
  const world = await payoutWorld(t);
  const payoutId = await withdrawn(world);
  await lookedAt(t, world, () => earn(world, 'ern-2', account, payerOf('one'), '1.00'));
  t.strictSame(world.alarms, []);
  await untilPayout(world, payoutId, 'paid');
});

t.test(
  'where both computations of the account differ, no money moves and somebody is told',
  async (t) => {
    const world = await payoutWorld(t);
    const payoutId = await withdrawn(world);
    const ports = world.ports();
    const store = Object.setPrototypeOf(
      {
        readStream: async (...asked: Parameters<typeof ports.store.readStream>) => {
          const page = await ports.store.readStream(...asked);
          const facts = page.facts.map((fact) => ({
            ...fact,
            data:
              fact.type === 'EarningRecorded' ? fact.data.replace('500.00', '500.01') : fact.data,
          }));
          return { ...page, facts };
        },
      },
      ports.store,
    );
    const process = new PayoutProcess({ ...ports, store });
    process.recover();
    process.tick();
    await process.idle();
    t.match(world.alarms, [{ code: 'balances-disagree', payoutId }]);
    t.match(await payoutNow(world, payoutId), { state: 'requested', waitingFor: 'under-review' });
    t.strictSame(await ordersNow(world), []);
  },
);
