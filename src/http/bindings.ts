import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PayeeCommand } from '../../domain/payee/commands.ts';
import { organizationParams } from './address-params.ts';
import { told } from './answers.ts';
import { bindingShown } from './binding-answer.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { registerOrganization } from './register-organization.ts';
import { askingOf, noBody, type Routes, type RouteTools } from './route-tools.ts';
import { words } from './words.ts';

const bindingParams = organizationParams.extend({ doctorId: words.payeeId });

const bindADoctor: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.put(
    '/v1/organizations/:organizationId/doctors/:doctorId',
    {
      onRequest: gate(['organization'], 'organizationId'),
      schema: {
        summary: 'Bind a doctor',
        params: bindingParams,
        body: z.strictObject({ from: words.day }),
        response: told(bindingShown),
      },
    },
    async (request, reply) => {
      const { organizationId, doctorId } = request.params;
      const { registered } = await ledger.parties.organization(organizationId);
      if (registered === undefined)
        return sendProblem(reply, 'organization-unknown', { organizationId });
      const command = {
        type: 'BindToOrganization' as const,
        payee: doctorId,
        organizationId,
        from: request.body.from,
      };
      return tellPayee(tools, request, reply, { ...command, now: clock.now() }, 201);
    },
  );
};

const unbindADoctor: Routes = (tools) => async (app) => {
  const { clock, gate } = tools;
  app.delete(
    '/v1/organizations/:organizationId/doctors/:doctorId',
    {
      onRequest: gate(['organization'], 'organizationId'),
      preValidation: noBody,
      schema: {
        summary: 'Unbind a doctor',
        params: bindingParams,
        response: { 200: bindingShown },
      },
    },
    async (request, reply) => {
      const { organizationId, doctorId } = request.params;
      return tellPayee(
        tools,
        request,
        reply,
        { type: 'UnbindByOrganization', payee: doctorId, organizationId, now: clock.now() },
        200,
      );
    },
  );
};

/** Service organizations, and which doctors settle through them. */
export const bindingRoutes: Routes = (tools) => async (app) => {
  for (const routes of [registerOrganization, bindADoctor, unbindADoctor])
    await app.register(routes(tools));
};

/** Tells a payee a command and answers how the binding stands after it. */
export const tellPayee = async (
  tools: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  command: PayeeCommand,
  firstStatus: 200 | 201,
): Promise<FastifyReply> => {
  const asking = askingOf(request, `${command.type}:${command.payee}:${request.id}`, command.now);
  const outcome = await tools.ledger.parties.handlePayee(command, asking);
  if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
  const { facts, state, position } = outcome.value;
  const binding = state.bindings.at(-1);
  const pending = state.unbindRequest === undefined ? null : { since: state.unbindRequest.at };
  const answer = {
    doctorId: command.payee,
    binding: binding ?? null,
    unbindRequest: pending,
    position,
  };
  return reply.code(facts.length > 0 ? firstStatus : 200).send(answer);
};
