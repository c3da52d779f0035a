import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PayeeId, Reference } from '../../domain/identifiers.ts';
import { amountFromRequest, amountText, type Fen, negated } from '../../domain/money.ts';
import type { DeskCommand } from '../ledger/desk.ts';
import { parsedText } from '../parsed-text.ts';
import { callerOf } from './auth.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { askingOf, type Routes, type RouteTools, seen } from './route-tools.ts';
import { words } from './words.ts';

const doctorParams = z.strictObject({ doctorId: words.payeeId });
const hold = z.strictObject({
  holdId: words.reference,
  payerId: words.payerId,
  amount: words.amount,
  reason: words.reason,
  earningId: words.earningId.optional(),
});
const reversal = z.strictObject({
  reversalId: words.reference,
  doctorId: words.payeeId,
  amount: words.amount,
  reason: words.reason,
});

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

const reverseEarning: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.post(
    '/v1/earnings/:earningId/reversals',
    {
      onRequest: gate(['platform', 'finance']),
      schema: {
        summary: 'Take back an earning or a part of it',
        params: z.strictObject({ earningId: words.earningId }),
        body: reversal,
      },
    },
    async (request, reply) => {
      const { earningId } = request.params;
      const { doctorId, reversalId, amount, reason } = request.body;
      const asking = askingOf(request, `ReverseEarning:${doctorId}:${reversalId}`, clock.now());
      const outcome = await ledger.desk.reverse(
        doctorId,
        { reversalId, earningId, amount, reason },
        asking,
      );
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { facts, position } = outcome.value;
      return reply
        .code(facts.length > 0 ? 201 : 200)
        .send({ reversalId, earningId, amount: amountText(amount), position });
    },
  );
};

const setMoneyAside: Routes = (tools) => async (app) => {
  const { ledger, gate } = tools;
  app.post(
    '/v1/doctors/:doctorId/holds',
    {
      onRequest: gate(['platform', 'finance']),
      schema: { summary: 'Set money aside', params: doctorParams, body: hold },
    },
    async (request, reply) => {
      const { doctorId } = request.params;
      const { payerId } = request.body;
      const { registered } = await ledger.parties.payer(payerId);
      if (registered === undefined) return sendProblem(reply, 'payer-unknown', { payerId });
      const { holdId, amount } = request.body;
      const told = { holdId, payerId, amount: amountText(amount) };
      return tell(
        tools,
        request,
        reply,
        doctorId,
        { type: 'PlaceHold', ...request.body },
        holdId,
        told,
      );
    },
  );
};

const releaseAHold: Routes = (tools) => async (app) => {
  const { gate } = tools;
  app.post(
    '/v1/doctors/:doctorId/holds/:holdId/release',
    {
      onRequest: gate(['platform', 'finance']),
      schema: {
        summary: 'Release a hold',
        params: doctorParams.extend({ holdId: words.reference }),
      },
    },
    async (request, reply) => {
      const { doctorId, holdId } = request.params;
      return tell(tools, request, reply, doctorId, { type: 'ReleaseHold', holdId }, holdId, {
        holdId,
      });
    },
  );
};

const proposeAnAdjustment: Routes = (tools) => async (app) => {
  const { ledger, gate } = tools;
  app.post(
    '/v1/adjustments',
    {
      onRequest: gate(['finance']),
      schema: { summary: 'Propose an adjustment', body: adjustment },
    },
    async (request, reply) => {
      const { doctorId, ...rest } = request.body;
      const { registered } = await ledger.parties.payer(rest.payerId);
      if (registered === undefined)
        return sendProblem(reply, 'payer-unknown', { payerId: rest.payerId });
      const command = { type: 'ProposeAdjustment' as const, ...rest, by: callerOf(request).actor };
      const told = {
        adjustmentId: rest.adjustmentId,
        doctorId,
        amount: amountText(rest.amount),
        state: 'pending',
      };
      return tell(tools, request, reply, doctorId, command, rest.adjustmentId, told);
    },
  );
};

const approveAdjustment: Routes = (tools) => async (app) => {
  const { gate } = tools;
  app.post(
    '/v1/adjustments/:adjustmentId/approve',
    {
      onRequest: gate(['finance']),
      schema: {
        summary: 'Approve an adjustment, as a second person',
        params: z.strictObject({ adjustmentId: words.reference }),
      },
    },
    async (request, reply) => {
      const { adjustmentId } = request.params;
      if (!(await seen(tools, request, reply))) return reply;
      const row = tools.views.adjustment(adjustmentId).answer;
      if (row === undefined) return sendProblem(reply, 'adjustment-unknown', { adjustmentId });
      const command = {
        type: 'ApproveAdjustment' as const,
        adjustmentId,
        by: callerOf(request).actor,
      };
      const told = {
        adjustmentId,
        doctorId: row.account,
        amount: amountText(row.amount),
        state: 'posted',
      };
      return tell(tools, request, reply, row.account, command, adjustmentId, told);
    },
  );
};

/** Reversals, holds and adjustments. */
export const deskRoutes: Routes = (tools) => async (app) => {
  for (const routes of [
    reverseEarning,
    setMoneyAside,
    releaseAHold,
    proposeAnAdjustment,
    approveAdjustment,
  ])
    await app.register(routes(tools));
};

const tell = async (
  { ledger, clock }: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  account: PayeeId,
  command: DeskCommand,
  id: Reference,
  told: { readonly [name: string]: unknown },
): Promise<FastifyReply> => {
  const asking = askingOf(request, `${command.type}:${account}:${id}`, clock.now());
  const outcome = await ledger.desk.handle(account, command, asking);
  if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
  const { facts, position } = outcome.value;
  return reply.code(facts.length > 0 ? 201 : 200).send({ ...told, position });
};
