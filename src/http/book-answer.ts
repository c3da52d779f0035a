import { z } from 'zod';
import { amount, id, instant, pageOf, position, read } from './answers.ts';

export const trialBalanceShown = z.object({
  accounts: z.array(
    z.object({ account: z.string(), debit: amount, credit: amount, balance: amount }),
  ),
  debit: amount,
  credit: amount,
  at: instant.optional(),
  ...read,
});
export const streamShown = pageOf(
  z.object({
    revision: z.number(),
    position,
    id,
    type: z.string(),
    data: z.unknown(),
    metadata: z.unknown(),
  }),
).extend({ stream: z.string() });
