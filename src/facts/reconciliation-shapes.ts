import { z } from 'zod';
import type { ReconciliationFact } from '../../domain/reconciliation/facts.ts';
import { entry, found } from './break-shapes.ts';
import { amount, count, day, instant, payerId, reference } from './shapes.ts';

const ofDay = { provider: z.string(), day, at: instant };
const run = z.int().min(1);

const billFile = z.union([
  z.object({
    kind: z.enum(['payments', 'returns']),
    name: z.string(),
    sha256: z.string(),
    bytes: count,
    handedInBy: z.string().optional(),
  }),
  z.object({ kind: z.enum(['payments', 'returns']), none: z.literal('nothing-moved') }),
]);

/** What a run compared, as it is stored and as it is answered. */
export const counts = z.object({
  billLines: count,
  returnLines: count,
  ledgerPaid: count,
  ledgerReturned: count,
  matched: count,
  compared: count,
});
const funds = z.object({
  payerId,
  billed: amount,
  billedFees: amount,
  billedReturns: amount,
  opening: amount.exactOptional(),
  moneyIn: amount.exactOptional(),
  moneyOut: amount.exactOptional(),
  closing: amount.exactOptional(),
  ledger: amount,
  inTransit: amount,
  explained: amount,
});

/** One shape per fact about a day's reconciliation. */
export const reconciliationShapes: {
  readonly [Type in ReconciliationFact['type']]: z.ZodType<
    Extract<ReconciliationFact, { type: Type }>['data']
  >;
} = {
  RunStarted: z.object({
    ...ofDay,
    run,
    digest: z.string(),
    files: z.array(billFile),
    beganAt: instant,
    by: z.string(),
  }),
  BreakFound: z.object({ ...ofDay, run, found }),
  BreakResolutionProposed: z.object({
    ...ofDay,
    breakId: reference,
    comment: z.string(),
    by: z.string(),
  }),
  BreakResolved: z.object({
    ...ofDay,
    breakId: reference,
    action: z.enum(['link', 'ignore', 'suspense', 'adjust', 'apply', 'clear']),
    comment: z.string(),
    by: z.string(),
    approvedBy: z.string().exactOptional(),
    entry: entry.exactOptional(),
  }),
  BreaksCarriedForward: z.object({ ...ofDay, run, count, breakIds: z.array(reference) }),
  RunCompleted: z.object({
    ...ofDay,
    run,
    digest: z.string(),
    counts,
    funds: z.array(funds),
    found: count,
    cleared: count,
  }),
  DaySignedOff: z.object({ ...ofDay, run, carried: count, by: z.string() }),
  DayReopened: z.object({ ...ofDay, reopening: run, reason: z.string(), by: z.string() }),
};
