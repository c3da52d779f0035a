import { z } from 'zod';
import { breakTypes } from '../../domain/reconciliation/breaks.ts';
import type { ReconciliationFact } from '../../domain/reconciliation/facts.ts';
import { payoutState } from './payout-shapes.ts';
import { amount, day, instant, payeeId, payerId, payoutId, reference } from './shapes.ts';

const ofDay = { provider: z.string(), day, at: instant };
const count = z.int().min(0);
const run = z.int().min(1);

const billFile = z.union([
  z.object({
    kind: z.enum(['payments', 'returns']),
    name: z.string(),
    sha256: z.string(),
    bytes: count,
  }),
  z.object({ kind: z.enum(['payments', 'returns']), none: z.literal('nothing-moved') }),
]);

const found = z.object({
  breakId: reference,
  type: z.enum(breakTypes),
  paper: z.enum(['payments', 'returns', 'funds']),
  day,
  payerId: payerId.exactOptional(),
  requestNo: z.string().exactOptional(),
  payoutId: payoutId.exactOptional(),
  account: payeeId.exactOptional(),
  cash: amount,
  bill: z.array(
    z.object({
      day,
      line: count,
      orderNo: z.string(),
      amount,
      fee: amount,
      finishedAt: instant,
      status: z.enum(['paid', 'returned', 'failed']),
    }),
  ),
  ledger: z
    .object({
      state: payoutState,
      net: amount,
      fee: amount.exactOptional(),
      paidAt: instant.exactOptional(),
      returnedAt: instant.exactOptional(),
    })
    .exactOptional(),
  moved: amount.exactOptional(),
  compared: z
    .array(z.object({ what: z.string(), provider: z.string(), ours: z.string() }))
    .exactOptional(),
  automatic: z.enum(['apply', 'ignore', 'link']).exactOptional(),
});

const account = z.enum(['cash', 'suspense', 'adjustments', 'provider-fees']);
const entry = z.object({ debit: account, credit: account, payerId, amount, on: day });

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
