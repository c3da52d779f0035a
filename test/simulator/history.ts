import { checkEnd, isSettled } from './checks/at-the-end.ts';
import type { Violation } from './checks/checking.ts';
import type { FaultName } from './faults.ts';
import { noMutation, type Seams } from './mutations/seams.ts';
import { type Action, planOf } from './plan.ts';
import { day, hour, minute } from './virtual-time.ts';
import { perform } from './world/doings.ts';
import { keepDesk } from './world/finance.ts';
import { emptyMemory } from './world/memory.ts';
import { reconcile, register } from './world/party-doings.ts';
import { World } from './world/world.ts';

const quietMs = 10 * minute;
/** How long the fair weather may last until everything has settled. */
const settlingMs = 60 * day;

export type HistoryOptions = {
  readonly seed: number;
  readonly months: number;
  readonly seams?: Seams;
  /** Actions left out, by id, and faults that do not happen, by name. */
  readonly dropped?: ReadonlySet<number>;
  readonly muted?: ReadonlySet<string>;
  readonly note?: (at: number, line: string) => void;
};

export type History = {
  readonly seed: number;
  readonly violation: Violation | undefined;
  readonly facts: number;
  readonly doctors: number;
  readonly payouts: number;
  readonly happened: readonly FaultName[];
  readonly actions: readonly Action[];
  readonly alarms: ReadonlyMap<string, number>;
  /** SHA-256 over the whole log: equal histories have equal digests. */
  readonly digest: string;
};

/** Lives one history from its first registration to the day when everything has settled. */
export const liveHistory = async ({
  seed,
  months,
  seams = noMutation,
  dropped = new Set(),
  muted = new Set(),
  note,
}: HistoryOptions): Promise<History> => {
  const plan = planOf(seed, months);
  const actions = plan.actions.filter(({ id }) => !dropped.has(id));
  const world = new World({ plan: { ...plan, actions }, muted, seams, note });
  try {
    await liveThrough(world);
    if (world.violation === undefined) await checkEnd(world);
    return {
      seed,
      violation: world.violation,
      facts: world.facts,
      doctors: plan.doctors,
      payouts: world.checks.shadow.payouts.size,
      happened: world.faults.happened,
      actions,
      alarms: world.alarms,
      digest: world.digest(),
    };
  } finally {
    world.close();
  }
};

const liveThrough = async (world: World): Promise<void> => {
  const { plan, time, faults, machines, bank } = world;
  await machines[0]?.start();
  const registered = { yet: false };
  void register(world).then(() => {
    registered.yet = true;
  });
  await world.live(plan.start + hour, () => registered.yet);
  const memory = emptyMemory();
  keepDesk(world);
  for (const action of plan.actions) {
    time.at(Math.max(action.at, time.millis + minute), () => {
      world.note(`${action.what} ${JSON.stringify(action, plain)}`);
      world.callers
        .during(() => perform(world, memory, action))
        .catch((error: unknown) =>
          world.broken('nothing is thrown', error instanceof Error ? (error.stack ?? '') : '?'),
        );
    });
  }
  await world.live(plan.end);
  world.note('from here on nothing goes wrong');
  faults.clearUp();
  world.isProviderDown = false;
  bank.hurry();
  await machines[0]?.start();
  machines[1]?.stop();
  reconcile(world);
  const calmUntil = time.millis + hour;
  await world.live(time.millis + settlingMs, () => time.millis > calmUntil && isSettled(world));
  await beQuiet(world);
};

/** Until nothing is written any more, and the views, a moment behind, have seen it all. */
const beQuiet = async (world: World): Promise<void> => {
  for (let before = -1; before !== world.facts && world.violation === undefined; ) {
    before = world.facts;
    await world.live(world.time.millis + quietMs);
  }
};

const plain = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;
