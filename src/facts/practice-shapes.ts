import { z } from 'zod';
import { type PracticeFact, ratings } from '../../domain/practice/decider.ts';
import { instant, payeeId, reference } from './shapes.ts';

/** One shape per fact about a doctor's practice. */
export const practiceShapes: {
  readonly [Type in PracticeFact['type']]: z.ZodType<Extract<PracticeFact, { type: Type }>['data']>;
} = {
  ReviewReceived: z.object({
    reviewId: reference,
    doctorId: payeeId,
    rating: z.literal(ratings),
    serviceRef: z.string().exactOptional(),
    reviewedAt: instant,
    at: instant,
  }),
};
