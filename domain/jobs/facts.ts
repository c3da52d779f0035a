import type { Reference } from '../identifiers.ts';
import type { Day, Instant, Month } from '../time.ts';

/** The month or day a run is for, in Asia/Shanghai. */
export type JobPeriod = Month | Day;

/** What a run did, in numbers: `{issued: 12, repeated: 0}`. Never amounts, never names. */
export type JobCounts = { readonly [what: string]: number };

/**
 * Facts about the runs of one job for one period, in the stream `job-{name}-{period}`. A run that
 * never finished stays visible as one that began; its place is taken by the next run.
 */
export type JobFact =
  | JobFactOf<'JobStarted', Record<never, never>>
  | JobFactOf<'JobFinished', { readonly outcome: JobOutcome; readonly counts: JobCounts }>;

/** `failed`: some of the work could not be done, and the job must run again. */
export type JobOutcome = 'done' | 'failed';

type JobFactOf<Type extends string, Data> = {
  readonly type: Type;
  readonly data: Data & {
    readonly name: Reference;
    readonly period: JobPeriod;
    /** Counts the runs of this period from 1. */
    readonly run: number;
    readonly at: Instant;
  };
};
