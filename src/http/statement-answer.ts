import { z } from 'zod';
import { statementStates } from '../../domain/statement/state.ts';
import type { NumberedLine } from '../ledger/listed-lines.ts';
import { amount, day, id, instant, nextCursor, pageOf, position } from './answers.ts';

const lineShown = z.object({
  line: z.number().meta({ description: 'Counts from 1; names the line in a dispute' }),
  kind: z.enum(['earning', 'reversal', 'adjustment', 'correction']),
  ref: id.meta({ description: 'Of the earning, the reversal or the adjustment' }),
  amount: amount.meta({ description: 'Signed: what is taken back is negative' }),
  at: instant,
  earningId: id.optional(),
  doctorId: id.optional(),
  source: z.string().optional(),
  serviceRef: z.string().optional(),
  corrects: id.optional().meta({ description: 'The earlier statement the earning stood on' }),
  carriedFrom: id.optional().meta({ description: 'The statement it stood on before' }),
});

const summary = {
  statementId: id,
  organizationId: id,
  payerId: id,
  period: z.string(),
  version: z.number(),
  state: z.enum(statementStates),
  lineCount: z.number(),
  total: amount,
  confirmBy: day.optional().meta({ description: 'From this day on silence counts as a yes' }),
  invoice: z.object({ invoiceNo: id, item: z.string(), dueOn: day }).optional(),
  disputed: z.object({ lines: z.array(z.number()), reason: z.string() }).optional(),
  payouts: z.array(z.object({ payoutId: id, amount, state: z.string() })),
};
const life = {
  gross: amount,
  digest: z.string().meta({ description: 'Of all lines, in order; SHA-256, base64url' }),
  timeline: z.array(
    z.object({
      what: z.string(),
      at: instant,
      by: z.string(),
      reason: z.string().optional(),
      payoutId: id.optional(),
    }),
  ),
};
const lines = { lines: z.array(lineShown), next: nextCursor };
export const statementTold = z.object({
  ...summary,
  ...lines,
  continuedBy: id.optional().meta({ description: 'The version that goes on without these lines' }),
  position: position.optional(),
});
export const statementRead = z.object({
  ...summary,
  ...life,
  ...lines,
  asOf: position.optional(),
});
export const statementsPage = pageOf(z.object({ ...summary, ...life }));

export const lineAnswer = ({ line, row }: NumberedLine) => ({ line, ...row });
