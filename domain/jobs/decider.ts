import type { Decider } from '../decider.ts';
import type { Reference } from '../identifiers.ts';
import { ok, type Result, refuse } from '../result.ts';
import { addMillis, type Instant } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { JobCounts, JobFact, JobOutcome, JobPeriod } from './facts.ts';

export type JobRun = {
  readonly run: number;
  readonly startedAt: Instant;
  /** Undefined while it runs, and for ever where the process ended in the middle of it. */
  readonly finished:
    | { readonly outcome: JobOutcome; readonly counts: JobCounts; readonly at: Instant }
    | undefined;
};

/** Only the newest run counts; the ones before it are in the stream. */
export type Job = { readonly last: JobRun | undefined };

export type JobCommand =
  | AskedOfJob<
      'StartJob',
      {
        /** A run that began longer ago than this and never finished is taken for dead, ms. */
        readonly abandonedAfterMs: number;
      }
    >
  | AskedOfJob<
      'FinishJob',
      { readonly run: number; readonly outcome: JobOutcome; readonly counts: JobCounts }
    >;

type AskedOfJob<Type extends string, Content> = {
  readonly type: Type;
  readonly name: Reference;
  readonly period: JobPeriod;
  readonly now: Instant;
} & Content;

export type JobRefusal =
  /** Another run of the same job and period is under way. */
  | { readonly code: 'job-running'; readonly run: number; readonly startedAt: Instant }
  | { readonly code: 'job-not-running'; readonly run: number };

/** Whether the period's work is done: the newest run finished, and nothing failed in it. */
export const isJobDone = ({ last }: Job): boolean => last?.finished?.outcome === 'done';

const decide = (command: JobCommand, { last }: Job): Result<readonly JobFact[], JobRefusal> => {
  const { name, period, now } = command;
  switch (command.type) {
    case 'StartJob': {
      const isUnderWay = last !== undefined && last.finished === undefined;
      if (isUnderWay && now < addMillis(last.startedAt, command.abandonedAfterMs))
        return refuse({ code: 'job-running', run: last.run, startedAt: last.startedAt });
      const run = (last?.run ?? 0) + 1;
      return ok([{ type: 'JobStarted', data: { name, period, run, at: now } }]);
    }
    case 'FinishJob': {
      const { run, outcome, counts } = command;
      // A run whose place another one took has nothing to say any more.
      if (last?.run !== run) return refuse({ code: 'job-not-running', run });
      if (last.finished !== undefined) return ok([]);
      return ok([{ type: 'JobFinished', data: { name, period, run, outcome, counts, at: now } }]);
    }
    default:
      return unreachable(command);
  }
};

const evolve = (job: Job, { type, data }: JobFact): Job => {
  switch (type) {
    case 'JobStarted':
      return { last: { run: data.run, startedAt: data.at, finished: undefined } };
    case 'JobFinished': {
      const { outcome, counts, at } = data;
      return job.last === undefined
        ? job
        : { last: { ...job.last, finished: { outcome, counts, at } } };
    }
    default:
      return unreachable(type);
  }
};

/** The runs of one job for one period. */
export const jobDecider: Decider<JobCommand, Job, JobFact, JobRefusal> = {
  initialState: { last: undefined },
  decide,
  evolve,
};

/** One stream for each job and period. */
export const jobStream = (name: Reference, period: JobPeriod): string => `job-${name}-${period}`;
