import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PayeeId, Reference } from '../../domain/identifiers.ts';
import { amountText } from '../../domain/money.ts';
import type { DeskCommand } from '../ledger/desk.ts';
import { doctorParams, earningParams } from './address-params.ts';
import { told } from './answers.ts';
import { holdPlaced, holdReleased, reversalStored } from './desk-answer.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { askingOf, noBody, type Routes, type RouteTools } from './route-tools.ts';
import { words } from './words.ts';

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

const reverseEarning: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.post(
    '/v1/earnings/:earningId/reversals',
    {
      onRequest: gate(['platform', 'finance']),
      schema: {
        summary: 'Take back an earning or a part of it',
        params: earningParams,
        body: reversal,
        response: told(reversalStored),
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
      schema: {
        summary: 'Set money aside',
        params: doctorParams,
        body: hold,
        response: told(holdPlaced),
      },
    },
    async (request, reply) => {
      const { doctorId } = request.params;
      const { payerId } = request.body;
      const { registered } = await ledger.parties.payer(payerId);
      if (registered === undefined) return sendProblem(reply, 'payer-unknown', { payerId });
      const { holdId, amount } = request.body;
      const placed = { holdId, payerId, amount: amountText(amount) };
      return tellAccount(
        tools,
        request,
        reply,
        doctorId,
        { type: 'PlaceHold', ...request.body },
        holdId,
        placed,
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
      preValidation: noBody,
      schema: {
        summary: 'Release a hold',
        params: doctorParams.extend({ holdId: words.reference }),
        response: told(holdReleased),
      },
    },
    async (request, reply) => {
      const { doctorId, holdId } = request.params;
      return tellAccount(tools, request, reply, doctorId, { type: 'ReleaseHold', holdId }, holdId, {
        holdId,
      });
    },
  );
};

/** Reversals and holds. */
export const deskRoutes: Routes = (tools) => async (app) => {
  for (const routes of [reverseEarning, setMoneyAside, releaseAHold])
    await app.register(routes(tools));
};

/** Tells an account a command and answers what was told, whether it was new or not. */
export const tellAccount = async (
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
