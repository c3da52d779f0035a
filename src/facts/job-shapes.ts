import { z } from 'zod';
import type { JobFact } from '../../domain/jobs/facts.ts';
import { day, instant, month, reference } from './shapes.ts';

const ofRun = {
  name: reference,
  period: z.union([month, day]),
  run: z.int().min(1),
  at: instant,
};

/** One shape per fact about a job's run. */
export const jobShapes: {
  readonly [Type in JobFact['type']]: z.ZodType<Extract<JobFact, { type: Type }>['data']>;
} = {
  JobStarted: z.object(ofRun),
  JobFinished: z.object({
    ...ofRun,
    outcome: z.enum(['done', 'failed']),
    counts: z.record(z.string(), z.int()),
  }),
};
