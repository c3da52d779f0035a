import type { Test } from 'tap';
import { addDays, type Day } from '../../domain/time.ts';
import { yuan } from './ledger-words.ts';
import { type ReconcileWorld, reconcileWorld } from './reconcile-world.ts';

export const day = '2027-03-10' as Day;
export const who = { actor: 'finance:one', correlation: 'test' };

/** One payer with money, one doctor, and payouts of one day, all paid. */
export const payday = async (t: Test, amounts: readonly string[]) => {
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

export const inject = (world: ReconcileWorld, ...discrepancies: readonly object[]) =>
  world.yeepay.say('/sandbox/switches', { discrepancies });

export const nextMorning = (world: ReconcileWorld) => world.moveTo(addDays(day, 1));

export const run = async (world: ReconcileWorld, of = day, by = who) => {
  const done = await world.reconciler.run(of, by);
  await world.caughtUp();
  return done;
};

export const shown = (world: ReconcileWorld, of: Day | undefined = day) =>
  world.views
    .breaks({ day: of }, { limit: 100 })
    .answer.items.map(({ found, status, steps }) =>
      [found.type, found.paper, found.cash, status, steps.at(-1)?.action ?? '-'].join(' '),
    )
    .toSorted();
