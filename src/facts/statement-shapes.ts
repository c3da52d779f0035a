import { z } from 'zod';
import type { StatementFact } from '../../domain/statement/facts.ts';
import type { InvoiceFact } from '../../domain/statement/invoice-number.ts';
import {
  amount,
  day,
  earningId,
  earningSource,
  instant,
  month,
  payeeId,
  payerId,
  payoutId,
  reference,
} from './shapes.ts';

const ofLine = { ref: z.union([reference, earningId]), amount, at: instant };
const carried = { carriedFrom: reference.exactOptional() };
const ofEarning = { earningId, doctorId: payeeId };
const line = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('earning'),
    ...ofLine,
    ...ofEarning,
    source: earningSource,
    serviceRef: z.string().exactOptional(),
    ...carried,
  }),
  z.object({ kind: z.literal('reversal'), ...ofLine, ...ofEarning, ...carried }),
  z.object({
    kind: z.literal('adjustment'),
    ...ofLine,
    ...ofEarning,
    corrects: reference.exactOptional(),
    ...carried,
  }),
  z.object({ kind: z.literal('correction'), ...ofLine, ...carried }),
]);

/** Numbers of lines and versions count from 1. */
export const fromOne = z.int().min(1);
const ofStatement = { statementId: reference, by: z.string(), at: instant };
const scheduledPayout = z.object({ payoutId, amount, retries: payoutId.exactOptional() });

/** One shape per fact about a statement. */
export const statementShapes: {
  readonly [Type in StatementFact['type']]: z.ZodType<
    Extract<StatementFact, { type: Type }>['data']
  >;
} = {
  StatementLinesListed: z.object({
    ...ofStatement,
    from: fromOne,
    lines: z.array(line),
    digest: z.string(),
  }),
  StatementIssued: z.object({
    ...ofStatement,
    organizationId: payeeId,
    payerId,
    period: month,
    version: fromOne,
    lines: fromOne,
    gross: amount,
    total: amount,
    digest: z.string(),
    policy: z.string(),
    confirmBy: day,
  }),
  StatementConfirmed: z.object({ ...ofStatement, automatically: z.boolean() }),
  StatementDisputed: z.object({
    ...ofStatement,
    lines: z.array(fromOne),
    amount,
    reason: z.string(),
  }),
  StatementInvoiced: z.object({
    ...ofStatement,
    invoiceNo: reference,
    total: amount,
    buyer: payerId,
    item: z.string(),
    dueOn: day,
  }),
  StatementScheduled: z.object({ ...ofStatement, payouts: z.array(scheduledPayout) }),
  StatementPayoutMoved: z.object({
    ...ofStatement,
    payoutId,
    to: z.enum(['under-way', 'paid', 'failed', 'returned', 'replaced']),
    replacedBy: payoutId.exactOptional(),
  }),
  StatementPaid: z.object(ofStatement),
  StatementReturned: z.object({ ...ofStatement, payoutId }),
  StatementVoided: z.object({ ...ofStatement, reason: z.string() }),
};

export const invoiceShapes: {
  readonly [Type in InvoiceFact['type']]: z.ZodType<InvoiceFact['data']>;
} = {
  InvoiceNumberTaken: z.object({
    invoiceNo: reference,
    statementId: reference,
    organizationId: payeeId,
    at: instant,
  }),
};
