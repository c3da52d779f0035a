import { z } from 'zod';
import { day } from '../../../domain/time.ts';
import { storedText } from './order.ts';

const billDay = z.string().transform((text, context) => {
  const read = day(text);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: 'expected a day' });
  return z.NEVER;
});

const about = {
  bill: z.enum(['UA_PAY', 'UA_PAY_REFUND']),
  requestNo: z.string().min(1).max(64),
};

/** Whether the money went the wrong way as well, or only the bill says so. */
const moved = z.boolean().optional();

/** A difference put into a bill, or into a merchant's account, on purpose, so that finding it can be tried. */
export const discrepancy = z.discriminatedUnion('kind', [
  z.strictObject({ ...about, kind: z.literal('missing') }),
  /** The same line again, or under another order number of the provider. */
  z.strictObject({ ...about, kind: z.literal('twice'), orderNo: z.string().optional(), moved }),
  z.strictObject({ ...about, kind: z.literal('amount'), amount: storedText, moved }),
  z.strictObject({ ...about, kind: z.literal('fee'), amount: storedText, moved }),
  /** Billed to another merchant. */
  z.strictObject({ ...about, kind: z.literal('merchant'), merchantNo: z.string() }),
  /** In the next day's bill instead of its own. */
  z.strictObject({ ...about, kind: z.literal('next-day') }),
  /** A line nobody ordered; its money is gone too unless `moved` is false. */
  z.strictObject({
    ...about,
    kind: z.literal('unknown'),
    amount: storedText,
    day: billDay,
    merchantNo: z.string(),
    moved,
  }),
  /** The head of a bill tells another number of lines. */
  z.strictObject({
    bill: about.bill,
    kind: z.literal('totals'),
    day: billDay,
    count: z.number().int(),
  }),
  /** Money taken from an account that no bill tells of. */
  z.strictObject({
    kind: z.literal('charge'),
    day: billDay,
    merchantNo: z.string(),
    amount: storedText,
  }),
]);
export type Discrepancy = z.output<typeof discrepancy>;
