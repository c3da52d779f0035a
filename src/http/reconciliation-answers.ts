import { z } from 'zod';
import { counts } from '../facts/reconciliation-shapes.ts';
import { amount, day, id, instant, pageOf, position } from './answers.ts';

/** What answers about reconciliation look like, for the contract. */
export const written = { position: position.optional() };
export const read = { asOf: position.optional() };
export const count = z.number();

const file = z.object({
  kind: z.enum(['payments', 'returns']),
  name: z.string().optional(),
  sha256: z.string().optional(),
  bytes: count.optional(),
  none: z
    .string()
    .optional()
    .meta({ description: 'There was no file, and the accounts show that nothing moved' }),
});
const funds = z.object({
  payerId: id,
  billed: amount,
  billedFees: amount,
  billedReturns: amount,
  opening: amount.optional(),
  moneyIn: amount.optional(),
  moneyOut: amount.optional(),
  closing: amount.optional(),
  ledger: amount,
  inTransit: amount,
  explained: amount,
});
const run = z.object({
  run: count,
  by: z.string(),
  beganAt: instant,
  completedAt: instant.optional(),
  digest: z.string().meta({ description: 'SHA-256 of all it found: the same inputs, the same' }),
  files: z.array(file).readonly(),
  counts: counts.optional(),
  funds: z.array(funds).readonly().optional(),
  found: count.optional(),
  cleared: count.optional(),
  carried: count.optional(),
});
const dayState = z.enum(['not-finished', 'completed', 'signed-off']);
const tally = z.object({ open: count, suspended: count, closed: count });

export const runTold = z.object({
  date: day,
  run: count,
  state: dayState,
  changed: z.boolean().meta({ description: 'False: the same as the last run, nothing written' }),
  found: count,
  cleared: count,
  applied: count.meta({ description: 'Breaks the machine closed by policy' }),
  notApplied: count,
  linked: count.meta({ description: 'Breaks of earlier days that this day explained' }),
  breaks: tally,
  matchRate: z.number().nullable(),
  ...written,
});
const dayShown = z.object({
  date: day,
  provider: z.string(),
  state: dayState,
  matchRate: z.number().nullable(),
  signedOff: z.object({ by: z.string(), at: instant, carried: count }).optional(),
  reopenings: z
    .array(z.object({ reopening: count, by: z.string(), reason: z.string(), at: instant }))
    .readonly(),
});
export const reconciliationShown = dayShown.extend({
  breaks: tally,
  byType: z.record(z.string(), tally),
  carriedForward: count.meta({ description: 'Open breaks of earlier days' }),
  runs: z.array(run).readonly(),
  underWay: z.object({ step: z.string(), done: count }).optional(),
  ...read,
});
export const reconciliationsPage = pageOf(
  dayShown.extend({ run: count, matched: count, compared: count }),
);
export const dayDecided = z.object({
  date: day,
  state: dayState,
  signedOffBy: z.string().optional(),
  carried: count.optional(),
  reopening: count.optional(),
  ...written,
});
