import type { Reference } from '../../domain/identifiers.ts';
import { type Job, type JobRefusal, jobDecider, jobStream } from '../../domain/jobs/decider.ts';
import type { JobCounts, JobOutcome, JobPeriod } from '../../domain/jobs/facts.ts';
import type { Timers } from '../../domain/ports/clock.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import { parseJobFact } from '../facts/codec.ts';
import type { Asking, Unhandled } from './asking.ts';
import { roomsOf } from './rooms.ts';

export type JobDone = {
  readonly run: number;
  readonly outcome: JobOutcome;
  readonly counts: JobCounts;
};
export type JobRunOutcome = Result<JobDone, JobRefusal | Unhandled>;

/** What is to be done, and what came of it. It must be harmless to do again. */
export type JobWork = () => Promise<Omit<JobDone, 'run'>>;

export type JobOf = { readonly name: Reference; readonly period: JobPeriod };
export type JobRuns = {
  /**
   * Writes down that the run began, does the work, writes down what came of it. Work that throws
   * is a `failed` run, and what it threw goes on to the caller. Refused with `job-running` while
   * another run of the same job and period is under way.
   */
  readonly run: (of: JobOf, asking: JobAsking, work: JobWork) => Promise<JobRunOutcome>;
  /** How the newest run of this job and period stands. */
  readonly state: (of: JobOf) => Promise<Job>;
};

/** Who runs it; `now` is asked again at the end, for work takes time. */
export type JobAsking = Omit<Asking, 'now' | 'commandId'> & { readonly now: () => Instant };

/** No run of ours takes this long: one that began before is dead, ms. */
const abandonedAfterMs = 6 * 3_600_000;

/** The runs of jobs, each written down as facts in `job-{name}-{period}`. */
export const jobRunsOn = (store: EventStore, timers?: Timers): JobRuns => {
  const rooms = roomsOf(store, { decider: jobDecider, parse: parseJobFact }, timers);
  return {
    state: async ({ name, period }) => (await rooms.of(jobStream(name, period)).confirmed()).state,
    run: async (of, { now, ...who }, work) => {
      const room = rooms.of(jobStream(of.name, of.period));
      const askingAt = (what: string): Asking => ({
        ...who,
        commandId: `${what}:${room.stream}`,
        now: now(),
      });
      const asking = askingAt('StartJob');
      const started = await room.handle(
        { type: 'StartJob', ...of, abandonedAfterMs, now: asking.now },
        asking,
      );
      if (!started.ok) return started;
      const run = started.value.state.last?.run ?? 1;
      const finish = async (done: Omit<JobDone, 'run'>): Promise<JobRunOutcome> => {
        const ending = askingAt('FinishJob');
        const { outcome, counts } = done;
        const finished = await room.handle(
          { type: 'FinishJob', ...of, run, outcome, counts, now: ending.now },
          ending,
        );
        return finished.ok ? ok({ run, outcome, counts }) : finished;
      };
      try {
        return await finish(await work());
      } catch (error) {
        await finish({ outcome: 'failed', counts: {} });
        throw error;
      }
    },
  };
};
