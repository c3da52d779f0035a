import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PayerId } from '../../domain/identifiers.ts';
import { payerParams } from './address-params.ts';
import { callerOf } from './auth.ts';
import { payerFrozen } from './freeze-answer.ts';
import { sendRefusal } from './problem.ts';
import { askingOf, noBody, type Routes } from './route-tools.ts';
import { reasonStated } from './words.ts';

/** A payer's own switch: finance's daily business, so one person is enough either way. */
export const payerSwitch: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  const onRequest = gate(['finance']);
  const answers = { params: payerParams, response: { 200: payerFrozen } };
  const tell = async (
    request: FastifyRequest,
    reply: FastifyReply,
    payerId: PayerId,
    why: string | undefined,
  ): Promise<FastifyReply> => {
    const now = clock.now();
    const about = { payerId, now, by: callerOf(request).actor };
    const command =
      why === undefined
        ? ({ type: 'UnfreezePayer', ...about } as const)
        : ({ type: 'FreezePayer', ...about, reason: why } as const);
    const asking = askingOf(request, `${command.type}:${payerId}:${request.id}`, now);
    const outcome = await ledger.parties.handlePayer(command, asking);
    if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
    const { state, position } = outcome.value;
    return reply.code(200).send({ payerId, frozen: state.frozen, position });
  };
  app.post(
    '/v1/payers/:payerId/freeze',
    { onRequest, schema: { summary: "Stop a payer's payouts", body: reasonStated, ...answers } },
    async (request, reply) => tell(request, reply, request.params.payerId, request.body.reason),
  );
  app.post(
    '/v1/payers/:payerId/unfreeze',
    {
      onRequest,
      preValidation: noBody,
      schema: { summary: "Let a payer's payouts go on", ...answers },
    },
    async (request, reply) => tell(request, reply, request.params.payerId, undefined),
  );
};
