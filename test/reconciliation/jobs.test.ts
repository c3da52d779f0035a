import t from 'tap';
import { addDays, type Day } from '../../domain/time.ts';
import { ReconcileJob } from '../../src/jobs/reconcile-job.ts';
import { schedule } from '../../src/jobs/scheduler.ts';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { storedIn } from '../support/jar.ts';
import { yuan } from '../support/ledger-words.ts';
import { type ReconcileWorld, reconcileWorld } from '../support/reconcile-world.ts';

const first = '2027-03-10' as Day;
const tenHoursMs = 10 * 3_600_000;

const jobOn = (world: ReconcileWorld, missed: string[] = []) =>
  new ReconcileJob({
    reconciler: new Reconciler(world.reconciler.ports),
    times: { afterDayMs: tenHoursMs },
    missed: (days) => {
      missed.splice(0, missed.length, ...days);
    },
  });

const stateOn = (world: ReconcileWorld, day: Day) => {
  const row = world.views.reconciliation('yeepay', day).answer;
  return row === undefined ? 'not run' : `run ${row.runs[0]?.run} by ${row.runs[0]?.by}`;
};
const recordsOf = async (world: ReconcileWorld, day: Day) =>
  (await storedIn(world.store, `job-reconcile-${day}`)).map(({ type, data }) => {
    const { outcome } = JSON.parse(data);
    return outcome === undefined ? type : `${type} ${outcome}`;
  });

/** A world whose payer was registered on the first day. */
const begunOn = async (t: Parameters<typeof reconcileWorld>[0]) => {
  const world = await reconcileWorld(t, 0);
  await world.moveTo(first);
  await world.ledger.parties.handlePayer(
    {
      type: 'RegisterPayer',
      payerId: 'pay-1' as never,
      legalName: 'P',
      merchantNo: '10080000001',
      taxMethod: 'none',
      now: world.now(),
    },
    world.asking(),
  );
  await world.caughtUp();
  return world;
};

t.test('every day is reconciled at its time', async (t) => {
  const world = await begunOn(t);
  const missed: string[] = [];
  const job = jobOn(world, missed);
  await world.moveTo(addDays(first, 1), 9);
  await job.tick();
  t.strictSame(await recordsOf(world, first), [], 'not before it');
  await world.moveTo(addDays(first, 1), 10);
  await job.tick();
  await world.caughtUp();
  t.equal(stateOn(world, first), 'run 1 by system:reconciliation');
  t.strictSame(await recordsOf(world, first), ['JobStarted', 'JobFinished done']);
  await job.tick();
  t.equal((await recordsOf(world, first)).length, 2, 'once');
  t.strictSame(missed, []);
});

t.test(
  'days of a downtime are made up for, oldest first, and those that cannot be are told',
  async (t) => {
    const world = await begunOn(t);
    const doctor = await world.doctor('doc-1');
    await world.fund(1, '1000.00');
    await world.earn('e-1', doctor, 1, yuan('500.00'));
    await world.moveTo(addDays(first, 4), 12);
    const missed: string[] = [];
    await world.yeepay.say('/sandbox/switches', { outage: 'bad-gateway' });
    const job = jobOn(world, missed);
    await job.tick();
    t.strictSame(
      missed,
      [0, 1, 2].map((days) => addDays(first, days)),
      'three were due long ago',
    );
    t.strictSame(await recordsOf(world, first), ['JobStarted', 'JobFinished failed']);
    await world.yeepay.say('/sandbox/switches', { outage: 'none' });
    await job.tick();
    await world.caughtUp();
    t.strictSame(missed, [], 'and after the provider is back, none');
    for (const days of [0, 1, 2, 3])
      t.equal(stateOn(world, addDays(first, days)), 'run 1 by system:reconciliation');
  },
);

t.test('of several instances one does the work', async (t) => {
  const world = await begunOn(t);
  await world.moveTo(addDays(first, 1), 10);
  await Promise.all([jobOn(world), jobOn(world), jobOn(world)].map((job) => job.tick()));
  await world.caughtUp();
  t.strictSame(await recordsOf(world, first), ['JobStarted', 'JobFinished done']);
  const facts = await storedIn(world.store, `reconciliation-yeepay-${first}`);
  t.strictSame(
    facts.map(({ type }) => type),
    ['RunStarted', 'RunCompleted'],
  );
});

t.test('the schedule begins at once, and tells what fails', async (t) => {
  const begun: string[] = [];
  const failed: unknown[] = [];
  const jobs = ['good', 'bad'].map((name) => ({
    at: '10:00',
    againMinutes: 15,
    tick: async () => {
      begun.push(name);
      if (name === 'bad') throw new Error('it failed');
    },
    idle: async () => undefined,
  }));
  await schedule(jobs, (error) => failed.push(error)).stop();
  t.strictSame(begun, ['good', 'bad']);
  t.match(failed, [{ message: 'it failed' }]);
});
