import { z } from 'zod';
import { ageBands } from '../../domain/reconciliation/ageing.ts';
import { breakTypes } from '../../domain/reconciliation/breaks.ts';
import { counts } from '../facts/reconciliation-shapes.ts';
import { pageOf } from './answers.ts';
import { shown } from './words.ts';

/** What answers about reconciliation look like, for the contract. */
const { amount, instant, day, position } = shown;
const id = z.string();
const written = { position: position.optional() };
const read = { asOf: position.optional() };
const count = z.number();

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

const line = z.object({
  day,
  line: count,
  orderNo: z.string(),
  amount,
  fee: amount,
  finishedAt: instant,
  status: z.string(),
});
const oneBreak = z.object({
  breakId: id,
  type: z.enum(breakTypes),
  paper: z.enum(['payments', 'returns', 'funds']),
  date: day,
  state: z.enum(['open', 'suspended', 'closed']),
  ageDays: count,
  ageBand: z.enum(ageBands),
  owner: z.string(),
  suggested: z.string(),
  cash: amount.meta({ description: 'How much more (−: less) the provider holds than the books' }),
  payerId: id.optional(),
  requestNo: z.string().optional(),
  payoutId: id.optional(),
  account: id.optional(),
  provider: z.array(line).readonly().meta({ description: 'Evidence: the lines of the bill' }),
  ledger: z
    .object({
      state: z.string(),
      net: amount,
      fee: amount.optional(),
      paidAt: instant.optional(),
      returnedAt: instant.optional(),
    })
    .optional(),
  moved: amount
    .optional()
    .meta({ description: "What the payer's account shows under this request that day" }),
  compared: z
    .array(z.object({ what: z.string(), provider: z.string(), ours: z.string() }))
    .readonly()
    .optional(),
  steps: z
    .array(
      z.object({
        action: z.string(),
        comment: z.string(),
        by: z.string(),
        approvedBy: z.string().optional(),
        at: instant,
        entry: z
          .object({
            debit: z.string(),
            credit: z.string(),
            payerId: id,
            amount,
            on: day,
          })
          .optional(),
      }),
    )
    .readonly(),
});
export const breakShown = oneBreak.extend(read);
export const breaksPage = pageOf(oneBreak);
export const breakResolved = z.object({
  breakId: id,
  state: z.enum(['open', 'suspended', 'closed']),
  action: z.string(),
  proposedBy: z.string().optional(),
  ...written,
});
export const breaksResolved = z.object({
  resolved: z.array(id).readonly(),
  refused: z.array(z.object({ breakId: id, code: z.string() })).readonly(),
  ...written,
});
export const dayDecided = z.object({
  date: day,
  state: dayState,
  signedOffBy: z.string().optional(),
  carried: count.optional(),
  reopening: count.optional(),
  ...written,
});
