import { ownReference } from '../../domain/identifiers.ts';
import { isJobDone } from '../../domain/jobs/decider.ts';
import {
  addDays,
  addMillis,
  dayOf,
  type Instant,
  millisOf,
  startOfDay,
} from '../../domain/time.ts';
import type { JobDone } from '../ledger/job-runs.ts';
import { realTimers } from '../real-timers.ts';
import { everyRow } from '../views/every-row.ts';
import { payoutActor } from './look.ts';
import type { PayoutAt } from './open-payout.ts';
import type { AlarmRaised, PayoutPorts } from './ports.ts';
import { openStates, type PayoutProcess } from './process.ts';
import { type ReturnsSwept, sweepReturns } from './returns.ts';

const name = ownReference('payout-sweep');
const listPage = 1_000;
const justNowMs = 60_000;

/**
 * Once a day, whatever notifications said: everything that is under way is looked at, returns are
 * asked for over a window that overlaps the days before, and refusals of the last days are asked
 * about again. Each run is written down; one that could not ask everything is run again.
 */
export class Sweep {
  readonly #ports: PayoutPorts;
  readonly #process: PayoutProcess;
  #nextAt = 0;
  #running: Promise<void> | undefined;
  #sweptAt: number | undefined;
  #stopped = false;

  constructor(ports: PayoutPorts, process: PayoutProcess) {
    this.#ports = ports;
    this.#process = process;
  }

  /** When this process last knew today's run done, ms since 1970. */
  get sweptAt(): number | undefined {
    return this.#sweptAt;
  }

  /** Begins a run where today's is not done; at most one at a time. */
  tick(): void {
    const now = millisOf(this.#ports.clock.now());
    if (this.#stopped || this.#running !== undefined || now < this.#nextAt) return;
    this.#nextAt = now + this.#ports.terms.sweepAgainMs;
    this.#running = this.#runIfDue()
      .catch((error: unknown) => {
        this.#alarm('sweep-incomplete', error instanceof Error ? error.message : 'unknown');
      })
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Asks nothing more; a run that was under way is written down as not done, and is begun anew after the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.idle();
  }

  /** Waits until no run is under way. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #runIfDue(): Promise<void> {
    const { ledger, clock } = this.#ports;
    const of = { name, period: dayOf(clock.now()) };
    const job = await ledger.jobs.state(of);
    if (isJobDone(job)) {
      this.#sweptAt = job.last?.finished && millisOf(job.last.finished.at);
      this.#nextAt = millisOf(startOfDay(addDays(of.period, 1)));
      return;
    }
    const asking = { actor: payoutActor, correlation: name, now: () => clock.now() };
    const ran = await ledger.jobs.run(of, asking, () => this.run());
    if (ran.ok && ran.value.outcome === 'done') this.#sweptAt = millisOf(clock.now());
  }

  /** One whole run; it may be repeated at any time. */
  async run(): Promise<Omit<JobDone, 'run'>> {
    const { reopened, overdue } = await this.#lookAtOpen();
    const returns = await sweepReturns(this.#ports, {
      ask: (payout) => this.#process.ask(payout),
      isStopped: () => this.#stopped,
    });
    const refusals = await this.#askAboutRefusals();
    const unanswered = returns.unanswered + refusals.unanswered;
    if (unanswered > 0 && !this.#stopped)
      this.#alarm('sweep-incomplete', `${unanswered} questions unanswered`);
    return {
      outcome: unanswered === 0 ? 'done' : 'failed',
      counts: { reopened, overdue, ...added(returns, refusals) },
    };
  }

  /** Nothing that is under way may be forgotten, and nothing may be under way for long in silence. */
  async #lookAtOpen(): Promise<{ reopened: number; overdue: number }> {
    const { terms, clock } = this.#ports;
    const now = clock.now();
    const since = addMillis(now, -terms.contract(now).overdueAfterMs);
    const justNow = addMillis(now, -justNowMs);
    const counts = { reopened: 0, overdue: 0 };
    let seen = 0;
    for (const row of this.#process.listed(openStates)) {
      seen += 1;
      // Many may be open: everybody else gets a turn between pages.
      if (seen % listPage === 0) await realTimers.turn();
      // What has changed this very moment is on its way to the process.
      if (row.changedAt < justNow && this.#process.reopen(row)) {
        counts.reopened += 1;
        this.#alarm('payout-forgotten', `${row.state} since ${row.changedAt}`, row);
      }
      if (row.requestedAt >= since) continue;
      counts.overdue += 1;
      this.#alarm('payout-overdue', `${row.state} since ${row.changedAt}`, row);
    }
    return counts;
  }

  /** A refusal may turn out paid after all, and the news of it may have been lost. */
  async #askAboutRefusals(): Promise<ReturnsSwept> {
    const { views, terms, clock } = this.#ports;
    const now = clock.now();
    const { returnWindowDays, refusalsDoubtedDays } = terms.contract(now);
    const requestedSince = startOfDay(addDays(dayOf(now), -returnWindowDays));
    const refusedSince = startOfDay(addDays(dayOf(now), -refusalsDoubtedDays));
    const swept = { asked: 0, unanswered: 0 };
    const of = { state: 'rejected' as const, requestedSince };
    for (const row of everyRow((page) => views.payouts(of, page))) {
      if (row.changedAt < refusedSince) continue;
      if (this.#stopped) return { ...swept, unanswered: swept.unanswered + 1 };
      swept.asked += 1;
      if ((await this.#process.ask(row)) === 'unanswered') swept.unanswered += 1;
    }
    return swept;
  }

  #alarm(code: AlarmRaised['code'], detail: string, of?: PayoutAt): void {
    const at: Instant = this.#ports.clock.now();
    const about =
      of === undefined ? {} : { payoutId: of.payoutId, account: of.account, payerId: of.payerId };
    this.#ports.alarm({ code, ...about, detail, at });
  }
}

const added = (a: ReturnsSwept, b: ReturnsSwept): ReturnsSwept => ({
  asked: a.asked + b.asked,
  unanswered: a.unanswered + b.unanswered,
});
