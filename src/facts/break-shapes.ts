import { z } from 'zod';
import { breakTypes } from '../../domain/reconciliation/breaks.ts';
import { payoutState } from './payout-state-shapes.ts';
import { amount, count, day, instant, payeeId, payerId, payoutId, reference } from './shapes.ts';

export const found = z.object({
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
export const entry = z.object({ debit: account, credit: account, payerId, amount, on: day });
