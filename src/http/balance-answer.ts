import { z } from 'zod';
import { amount, day, id, instant, pageOf, read } from './answers.ts';

const parts = {
  available: amount,
  maturing: z.array(z.object({ on: day, amount })),
  held: amount,
  inFlight: amount,
  inDoubt: amount,
  returned: amount,
  withdrawn: amount,
  taxWithheld: amount,
  earned: amount,
  reversed: amount,
  adjusted: amount,
};
export const balanceShown = z.object({
  ...parts,
  byPayer: z.array(z.object({ payerId: id, ...parts })),
  at: instant.optional(),
  ...read,
});
export const entriesPage = pageOf(
  z.object({
    at: instant,
    happenedAt: instant,
    kind: z.string(),
    ref: id,
    payerId: id,
    amount,
    balance: amount,
  }),
);
