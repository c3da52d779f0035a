import { z } from 'zod';
import { id, instant, read, written } from './answers.ts';

export const payerFrozen = z.object({ payerId: id, frozen: z.boolean(), ...written });
export const freezeActed = z.object({
  scope: z.string(),
  frozen: z.boolean(),
  unfreezeProposedBy: z.string().optional(),
  ...written,
});
export const freezesShown = z.object({
  items: z.array(
    z.object({
      scope: z.string(),
      payerId: id.optional(),
      reason: z.string().optional(),
      by: z.string().optional(),
      since: instant.optional(),
      unfreezeProposedBy: z.string().optional(),
    }),
  ),
  ...read,
});
