import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { amountFromRequest, amountText, type Fen, negated } from '../../domain/money.ts';
import type { AdjustmentRow } from '../../projections/rows.ts';
import { parsedText } from '../parsed-text.ts';
import { turns } from '../turns.ts';
import { told } from './answers.ts';
import { callerOf } from './auth.ts';
import { adjustmentStored } from './desk-answer.ts';
import { sendProblem } from './problem.ts';
import { noBody, type Routes, type RouteTools } from './route-tools.ts';
import { found, positionOr, viewsAtHead } from './seen.ts';
import { tellAccount } from './tell-account.ts';
import { words } from './words.ts';

const signed = (text: string): Fen | undefined => {
  const amount = amountFromRequest(text.startsWith('-') ? text.slice(1) : text);
  if (amount === undefined) return undefined;
  return text.startsWith('-') ? negated(amount) : amount;
};
const adjustment = z.strictObject({
  adjustmentId: words.reference,
  doctorId: words.payeeId,
  payerId: words.payerId,
  amount: parsedText<Fen>(signed, 'a signed amount such as "-12.00"'),
  reason: words.reason,
});
type Adjustment = z.output<typeof adjustment>;

const proposeAnAdjustment: Routes = (tools) => async (app) => {
  const { gate } = tools;
  const inTurn = turns();
  app.post(
    '/v1/adjustments',
    {
      onRequest: gate(['finance']),
      schema: {
        summary: 'Propose an adjustment',
        body: adjustment,
        response: told(adjustmentStored),
      },
    },
    async (request, reply) =>
      inTurn(request.body.adjustmentId, () => propose(tools, request, reply, request.body)),
  );
};

const propose = async (
  tools: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Adjustment,
): Promise<FastifyReply> => {
  const { doctorId, ...rest } = asked;
  const { adjustmentId, payerId } = rest;
  // An account knows its own adjustments of a month; an id is used once over all accounts and months.
  if (!(await viewsAtHead(tools))) return sendProblem(reply, 'views-behind');
  const known = tools.views.adjustment(adjustmentId).answer;
  if (known !== undefined) return toldBefore(tools, reply, known, asked);
  const { registered } = await tools.ledger.parties.payer(payerId);
  if (registered === undefined) return sendProblem(reply, 'payer-unknown', { payerId });
  const command = { type: 'ProposeAdjustment' as const, ...rest, by: callerOf(request).actor };
  return tellAccount(tools, request, reply, doctorId, command, adjustmentId, proposed(asked));
};

const proposed = ({ adjustmentId, doctorId, amount }: Adjustment) => ({
  adjustmentId,
  doctorId,
  amount: amountText(amount),
  state: 'pending',
});

const toldBefore = async (
  tools: RouteTools,
  reply: FastifyReply,
  known: AdjustmentRow,
  asked: Adjustment,
): Promise<FastifyReply> => {
  const isSame =
    known.account === asked.doctorId &&
    known.payerId === asked.payerId &&
    known.amount === asked.amount &&
    known.reason === asked.reason;
  if (!isSame)
    return sendProblem(reply, 'adjustment-differs', { adjustmentId: asked.adjustmentId });
  return known.approvedBy === undefined
    ? repeated(tools, reply, proposed(asked))
    : repeated(tools, reply, posted(known));
};

const repeated = async (
  tools: RouteTools,
  reply: FastifyReply,
  told: { readonly [name: string]: unknown },
): Promise<FastifyReply> => {
  const position = await positionOr(tools, tools.views.position());
  return reply.code(200).send({ ...told, position });
};

const posted = ({ adjustmentId, account, amount }: AdjustmentRow) => ({
  adjustmentId,
  doctorId: account,
  amount: amountText(amount),
  state: 'posted',
});

const approveAdjustment: Routes = (tools) => async (app) => {
  const { views, gate } = tools;
  app.post(
    '/v1/adjustments/:adjustmentId/approve',
    {
      onRequest: gate(['finance']),
      preValidation: noBody,
      schema: {
        summary: 'Approve an adjustment, as a second person',
        params: z.strictObject({ adjustmentId: words.reference }),
        response: told(adjustmentStored),
      },
    },
    async (request, reply) => {
      const { adjustmentId } = request.params;
      const row = await found(tools, () => views.adjustment(adjustmentId).answer);
      if (row === undefined) return sendProblem(reply, 'adjustment-unknown', { adjustmentId });
      // The account itself forgets in time what is long posted.
      if (row.approvedBy !== undefined) return repeated(tools, reply, posted(row));
      return approve(tools, request, reply, row);
    },
  );
};

const approve = (
  tools: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  row: AdjustmentRow,
): Promise<FastifyReply> => {
  const { adjustmentId, account } = row;
  const by = callerOf(request).actor;
  const command = { type: 'ApproveAdjustment' as const, adjustmentId, by };
  return tellAccount(tools, request, reply, account, command, adjustmentId, posted(row));
};

/** Corrections of an account by hand: one person proposes, another approves. */
export const adjustmentRoutes: Routes = (tools) => async (app) => {
  for (const routes of [proposeAnAdjustment, approveAdjustment]) await app.register(routes(tools));
};
