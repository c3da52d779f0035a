import { z } from 'zod';
import type { SettlementFact } from '../../domain/settlement/facts.ts';
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

const count = z.int().min(1);
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
    from: count,
    lines: z.array(line),
    digest: z.string(),
  }),
  StatementIssued: z.object({
    ...ofStatement,
    organizationId: payeeId,
    payerId,
    period: month,
    version: count,
    lines: count,
    gross: amount,
    total: amount,
    digest: z.string(),
    policy: z.string(),
    confirmBy: day,
  }),
  StatementConfirmed: z.object({ ...ofStatement, automatically: z.boolean() }),
  StatementDisputed: z.object({
    ...ofStatement,
    lines: z.array(count),
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

const reach = z.object({
  period: month,
  place: z.object({ month, revision: z.int().min(0) }),
});
const brought = z.union([
  z.object({ statementId: reference, but: z.array(count) }),
  z.object({ statementId: reference, only: z.array(count) }),
]);
const ofSettlement = {
  organizationId: payeeId,
  payerId,
  statementId: reference,
  period: month,
  at: instant,
};

/** One shape per fact about which statement settles what. */
export const settlementShapes: {
  readonly [Type in SettlementFact['type']]: z.ZodType<
    Extract<SettlementFact, { type: Type }>['data']
  >;
} = {
  StatementBegun: z.object({
    ...ofSettlement,
    version: count,
    after: reach.exactOptional(),
    upTo: reach,
    brings: z.array(brought),
  }),
  StatementReleased: z.object({
    ...ofSettlement,
    because: z.enum(['voided', 'disputed']),
    disputed: z.array(count),
  }),
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
