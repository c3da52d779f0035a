import t from 'tap';
import { scenarios } from '../../adapters/yeepay/sandbox/scenarios.ts';
import type { Reference } from '../../domain/identifiers.ts';
import { defaultWithdrawalPolicies } from '../../domain/policy/withdrawal-policy.ts';
import { millisOf } from '../../domain/time.ts';
import { ledgerOn } from '../../src/ledger/ledger.ts';
import { Leases, type LeasesOptions } from '../../src/payouts/leases.ts';
import { PayoutProcess } from '../../src/payouts/process.ts';
import { monthOfWithdrawal } from '../../src/views/withdrawal-index.ts';
import { differences, ordersNow, payoutsNow } from '../support/payout-checks.ts';
import {
  addDoctor,
  addFunds,
  addPayer,
  earn,
  payerOf,
  withdrawAll,
} from '../support/payout-people.ts';
import { type PayoutWorld, payoutWorld } from '../support/payout-world.ts';

const doctors = 12;
const dayMs = 86_400_000;
const lastsMs = 60_000;

/** Another instance on the same log and the same provider, which drives what it can get hold of. */
const rivalOf = (world: PayoutWorld, signal: AbortSignal, duty?: Leases): PayoutProcess => {
  const ports = world.ports();
  const { store, vault, views } = ports;
  const ledger = ledgerOn({
    store,
    vault: world.vault,
    policies: defaultWithdrawalPolicies,
    monthOfWithdrawal: monthOfWithdrawal(store, views),
  });
  const process = new PayoutProcess({ ...ports, ledger, vault, duty });
  void process.follow(process.recover(), signal);
  return process;
};

const isOver = async (world: PayoutWorld): Promise<boolean> =>
  (await payoutsNow(world)).every(({ state }) => ['paid', 'rejected', 'returned'].includes(state));

const withdrawals = async (world: PayoutWorld): Promise<void> => {
  await addPayer(world, 'rich');
  await addFunds(world, 'rich', '9000000.00');
  for (let at = 0; at < doctors; at += 1) {
    const doctor = await addDoctor(world, at);
    await earn(world, 'ern', doctor, payerOf('rich'), `${300 + at}.0${at % 10}`);
    await withdrawAll(world, doctor, 'wdr');
  }
};

t.test('two instances that both drive every payout pay each once or not at all', async (t) => {
  const world = await payoutWorld(t, { shared: true, seed: 11 });
  await world.provider.say('/sandbox/switches', { repeats: 'error' });
  // Without those for which no evidence ever comes.
  const evident = scenarios.filter((one) => one !== 'stuck' && one !== 'query-other-amount');
  const rate = 0.9 / evident.length;
  await world.provider.rules(...evident.map((scenario) => ({ scenario, rate })));
  const ending = new AbortController();
  t.teardown(() => ending.abort());
  const rival = rivalOf(world, ending.signal);
  await withdrawals(world);
  await world.until(() => isOver(world), { meanwhile: async () => rival.tick() });
  await rival.stop();
  // What the bank sent back in the meantime is heard of by the next sweep at the latest.
  await world.pass(dayMs);
  await world.until(() => isOver(world));
  t.strictSame(await differences(world, ['rich']), []);
  t.equal((await payoutsNow(world)).length, doctors);
  const numbers = (await ordersNow(world)).map(({ requestNo }) => requestNo);
  t.equal(new Set(numbers).size, numbers.length);
});

t.test(
  'with leases only one of them sends, and the other goes on where it is silent',
  async (t) => {
    const world = await payoutWorld(t, { shared: true, seed: 12, silent: true });
    const { store, clock } = world.ports();
    const ending = new AbortController();
    t.teardown(() => ending.abort());
    const steady = () => millisOf(world.now());
    const leases = (holder: string, onTaken: LeasesOptions['onTaken'] = () => {}) =>
      new Leases({ store, clock, steady, lastsMs, holder: holder as Reference, onTaken });
    const [here, there] = [leases('here'), leases('there')];
    const [one, other] = [
      rivalOf(world, ending.signal, here),
      rivalOf(world, ending.signal, there),
    ];
    await withdrawals(world);
    const accounts = (await payoutsNow(world)).map(({ account }) => account);
    const turns = async (...processes: readonly PayoutProcess[]): Promise<void> => {
      for (const process of processes) await process.lookAfterDuty();
      t.notOk(accounts.some((account) => here.covers(account) && there.covers(account)));
      for (const process of processes) process.tick();
      for (const process of processes) await process.idle();
    };
    for (let round = 0; round < 8; round += 1) await turns(one, other);
    for (const holder of [here, there])
      t.ok(
        accounts.some((account) => holder.covers(account)),
        'both have something to do',
      );
    // One of them dies; the other waits for as long as a lease lasts, and not longer than twice that.
    for (let round = 0; round < 40 && !(await isOver(world)); round += 1) {
      await world.pass(lastsMs / 12);
      await turns(other);
    }
    t.ok(await isOver(world));
    t.strictSame(await differences(world, ['rich']), []);
  },
);
