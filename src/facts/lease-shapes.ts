import { z } from 'zod';
import type { LeaseFact } from '../../domain/lease/facts.ts';
import { instant, reference } from './shapes.ts';

const lease = z.object({
  name: reference,
  share: z.int().min(0),
  holder: reference,
  term: z.int().min(1),
  at: instant,
});

/** One shape per fact about a lease. */
export const leaseShapes: {
  readonly [Type in LeaseFact['type']]: z.ZodType<Extract<LeaseFact, { type: Type }>['data']>;
} = { LeaseTaken: lease, LeaseRenewed: lease, LeaseReleased: lease };
