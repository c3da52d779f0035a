import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PayeeCommand } from '../../domain/payee/commands.ts';
import { currentBinding } from '../../domain/payee/state.ts';
import { doctorParams } from './address-params.ts';
import { told } from './answers.ts';
import { callerOf } from './auth.ts';
import { bindingShown } from './binding-answer.ts';
import { tellPayee } from './bindings.ts';
import { sendProblem } from './problem.ts';
import { noBody, type Routes, type RouteTools } from './route-tools.ts';
import { notStated, reasonIfAny } from './words.ts';

const askToBeUnbound: Routes = (tools) => async (app) => {
  const { clock, gate } = tools;
  app.post(
    '/v1/doctors/:doctorId/unbind-requests',
    {
      onRequest: gate(['doctor'], 'doctorId'),
      schema: {
        summary: 'Ask to be unbound',
        params: doctorParams,
        response: told(bindingShown),
        body: reasonIfAny,
      },
    },
    async (request, reply) => {
      const { doctorId } = request.params;
      return tellPayee(
        tools,
        request,
        reply,
        { type: 'RequestUnbind', payee: doctorId, reason: request.body?.reason, now: clock.now() },
        201,
      );
    },
  );
};

const withdrawUnbindRequest: Routes = (tools) => async (app) => {
  const { clock, gate } = tools;
  app.delete(
    '/v1/doctors/:doctorId/unbind-requests',
    {
      onRequest: gate(['doctor'], 'doctorId'),
      preValidation: noBody,
      schema: {
        summary: 'Take the request back',
        params: doctorParams,
        response: { 200: bindingShown },
      },
    },
    async (request, reply) =>
      tellPayee(
        tools,
        request,
        reply,
        { type: 'WithdrawUnbindRequest', payee: request.params.doctorId, now: clock.now() },
        200,
      ),
  );
};

const confirmUnbind: Routes = (tools) => async (app) => {
  const { clock, gate } = tools;
  app.post(
    '/v1/doctors/:doctorId/unbind-requests/confirm',
    {
      onRequest: gate(['organization']),
      preValidation: noBody,
      schema: {
        summary: 'Confirm that a doctor is unbound',
        params: doctorParams,
        response: { 200: bindingShown },
      },
    },
    async (request, reply) =>
      answered(tools, request, reply, (organizationId) => ({
        type: 'ConfirmUnbind',
        payee: request.params.doctorId,
        organizationId,
        now: clock.now(),
      })),
  );
};

const rejectUnbind: Routes = (tools) => async (app) => {
  const { clock, gate } = tools;
  app.post(
    '/v1/doctors/:doctorId/unbind-requests/reject',
    {
      onRequest: gate(['organization']),
      schema: {
        summary: 'Reject the request',
        params: doctorParams,
        response: { 200: bindingShown },
        body: reasonIfAny,
      },
    },
    async (request, reply) =>
      answered(tools, request, reply, (organizationId) => ({
        type: 'RejectUnbind',
        payee: request.params.doctorId,
        organizationId,
        reason: request.body?.reason ?? notStated,
        now: clock.now(),
      })),
  );
};

/** How a doctor leaves an organization: the doctor asks, the organization answers. */
export const unbindRoutes: Routes = (tools) => async (app) => {
  for (const routes of [askToBeUnbound, withdrawUnbindRequest, confirmUnbind, rejectUnbind])
    await app.register(routes(tools));
};

/** Only the organization the doctor is bound to may answer a request. */
const answered = async (
  tools: RouteTools,
  request: FastifyRequest<{ Params: { doctorId: PayeeCommand['payee'] } }>,
  reply: FastifyReply,
  commandFor: (organizationId: PayeeCommand['payee']) => PayeeCommand,
): Promise<FastifyReply> => {
  const payee = await tools.ledger.parties.payee(request.params.doctorId);
  const bound = currentBinding(payee)?.organizationId ?? payee.bindings.at(-1)?.organizationId;
  if (bound === undefined || bound !== callerOf(request).party)
    return sendProblem(reply, 'forbidden');
  return tellPayee(tools, request, reply, commandFor(bound), 200);
};
