import { ownReference } from '../../domain/identifiers.ts';
import { isJobDone } from '../../domain/jobs/decider.ts';
import {
  addDays,
  addMillis,
  type Day,
  dayOf,
  type Instant,
  startOfDay,
} from '../../domain/time.ts';
import type { JobDone } from '../ledger/job-runs.ts';
import { machine } from '../reconciliation/act.ts';
import type { Reconciler } from '../reconciliation/reconciler.ts';
import { everyRow } from '../views/every-row.ts';

/** When a day is to be reconciled: this long after it has ended, ms. */
export type ReconcileTimes = { readonly afterDayMs: number };

type Options = {
  readonly reconciler: Reconciler;
  readonly times: ReconcileTimes;
  /** Told of days that should have been reconciled long ago. */
  readonly missed: (days: readonly Day[]) => void;
};

/** How far back days are made up for; older ones are a person's to ask for. */
const daysBackMax = 31;
/** How much later than its time a day may still be waiting for its bill before somebody is told, ms. */
const patienceMs = 3 * 3_600_000;

const name = ownReference('reconcile');

/**
 * Reconciles every day that is over and was not reconciled yet, the days of a downtime included.
 * Each run leaves its record; of several instances the first that writes it down does the work.
 */
export class ReconcileJob {
  readonly #with: Options;
  readonly #done = new Set<Day>();
  #running: Promise<void> | undefined;

  constructor(options: Options) {
    this.#with = options;
  }

  /** Looks for days that are due and runs them, one after another; at most one look at a time. */
  tick(): Promise<void> {
    this.#running ??= this.#runDue().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Waits until nothing is under way. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #runDue(): Promise<void> {
    for (const day of await this.#due()) await this.#run(day);
    const { clock } = this.#with.reconciler.ports;
    const late = addMillis(clock.now(), -patienceMs);
    this.#with.missed((await this.#due()).filter((day) => this.#timeOf(day) < late));
  }

  #timeOf(day: Day): Instant {
    return addMillis(startOfDay(addDays(day, 1)), this.#with.times.afterDayMs);
  }

  /** Days that are over, oldest first, from the first day on which there was a payer. */
  async #due(): Promise<readonly Day[]> {
    const { ports } = this.#with.reconciler;
    const now = ports.clock.now();
    const first = firstDay(ports.views);
    if (first === undefined) return [];
    const due: Day[] = [];
    for (let back = daysBackMax; back >= 1; back -= 1) {
      const day = addDays(dayOf(now), -back);
      if (day < first || this.#timeOf(day) > now || this.#done.has(day)) continue;
      if (isJobDone(await ports.ledger.jobs.state({ name, period: day }))) this.#done.add(day);
      else due.push(day);
    }
    return due;
  }

  async #run(day: Day): Promise<void> {
    const { ports } = this.#with.reconciler;
    const correlation = `${name}-${day}`;
    const asking = { actor: machine, correlation, now: () => ports.clock.now() };
    await ports.ledger.jobs.run({ name, period: day }, asking, () => this.#work(day, correlation));
  }

  async #work(day: Day, correlation: string): Promise<Omit<JobDone, 'run'>> {
    const outcome = await this.#with.reconciler.run(day, { actor: machine, correlation });
    if (outcome.ok) {
      const { found, cleared, acted, failed, linked } = outcome.value;
      return { outcome: 'done', counts: { found, cleared, acted, failed, linked } };
    }
    const { code } = outcome.refusal;
    // Somebody was faster, and has signed it by now.
    if (code === 'day-signed-off') return { outcome: 'done', counts: {} };
    return { outcome: 'failed', counts: { [code]: 1 } };
  }
}

/** Before there was a payer nothing can have been paid. */
const firstDay = (views: Reconciler['ports']['views']): Day | undefined => {
  let first: Instant | undefined;
  for (const { registeredAt } of everyRow((page) => views.parties('payer', page)))
    if (first === undefined || registeredAt < first) first = registeredAt;
  return first === undefined ? undefined : dayOf(first);
};
