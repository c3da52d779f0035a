import { z } from 'zod';
import { ageBands } from '../../domain/reconciliation/ageing.ts';
import { breakTypes } from '../../domain/reconciliation/breaks.ts';
import { amount, day, id, instant, pageOf, read, written } from './answers.ts';
import { count } from './reconciliation-answers.ts';

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
