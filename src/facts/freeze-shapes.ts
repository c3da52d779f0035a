import { z } from 'zod';
import type { FreezeFact } from '../../domain/payout/freeze.ts';
import { freezeScope } from '../../domain/payout/freeze-scope.ts';
import { parsedText } from '../parsed-text.ts';
import { instant } from './shapes.ts';

const about = { scope: parsedText(freezeScope, 'a switch'), by: z.string(), at: instant };

/** One shape per fact about a switch that stops payouts. */
export const freezeShapes: {
  readonly [Type in FreezeFact['type']]: z.ZodType<Extract<FreezeFact, { type: Type }>['data']>;
} = {
  PayoutsFrozen: z.object({ ...about, reason: z.string() }),
  UnfreezeProposed: z.object(about),
  PayoutsUnfrozen: z.object({ ...about, proposedBy: z.string() }),
};
