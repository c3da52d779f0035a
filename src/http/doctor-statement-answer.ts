import { z } from 'zod';
import { amount, id, instant, position } from './answers.ts';

const sums = {
  opening: amount,
  earned: amount,
  reversed: amount,
  tax: amount,
  paid: amount,
  adjustments: amount,
  closing: amount,
};
const parts = z
  .object({ payable: amount, held: amount, inFlight: amount, inDoubt: amount, returned: amount })
  .meta({ description: 'Where what is owed lies' });
const line = {
  at: instant,
  happenedAt: instant,
  kind: z.string(),
  ref: id,
  payerId: id,
  amount,
};

/** A doctor's monthly statement: opening + earned − reversed − tax − paid + adjustments = closing. */
export const statementShown = z.object({
  doctorId: id,
  month: z.string(),
  state: z.enum(['closed', 'provisional']),
  ...sums,
  byPayer: z.array(
    z.object({
      payerId: id,
      legalName: z.string(),
      ...sums,
      openingParts: parts,
      closingParts: parts,
    }),
  ),
  bySource: z
    .array(z.object({ source: z.string(), earned: amount }))
    .meta({ description: 'What was earned, by kind of service' }),
  lines: z
    .array(z.object({ ...line, tax: amount.optional(), paid: amount.optional() }))
    .meta({ description: 'What changed the amount owed; they add up to closing − opening' }),
  moves: z
    .array(z.object({ ...line, from: z.string(), to: z.string() }))
    .meta({ description: 'What moved within the amount owed' }),
  through: z.object({ revision: z.number(), link: z.string() }),
  hash: z.string().meta({ description: 'SHA-256 of all before it as JSON, base64url' }),
  document: z.string().meta({ description: 'Names this statement and its hash' }),
  asOf: position.optional(),
});
