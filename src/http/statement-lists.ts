import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { statementStates } from '../../domain/statement/state.ts';
import type { StatementsOf } from '../../projections/statements.ts';
import { organizationParams } from './address-params.ts';
import { atLeast, pageAsked } from './read-asked.ts';
import type { Routes, RouteTools } from './route-tools.ts';
import { seen } from './seen.ts';
import { statementsPage } from './statement-answer.ts';
import { statementWithLife } from './statement-summary.ts';
import { words } from './words.ts';

const narrowed = {
  payerId: words.payerId.optional(),
  period: words.month.optional(),
  state: z.enum(statementStates).optional(),
};

export const allStatements: Routes = (tools) => async (app) => {
  app.get(
    '/v1/statements',
    {
      onRequest: tools.gate(['finance', 'auditor']),
      schema: {
        summary: 'Statements by month, organization and payer',
        querystring: z.strictObject({
          ...atLeast,
          ...pageAsked,
          ...narrowed,
          organizationId: words.payeeId.optional(),
        }),
        response: { 200: statementsPage },
      },
    },
    async (request, reply) => list(tools, request, reply, request.query, request.query),
  );
};

export const statementsOfOrganization: Routes = (tools) => async (app) => {
  app.get(
    '/v1/organizations/:organizationId/statements',
    {
      onRequest: tools.gate(['organization', 'finance', 'auditor'], 'organizationId'),
      schema: {
        summary: 'An organization’s statements by month and payer',
        params: organizationParams,
        querystring: z.strictObject({ ...atLeast, ...pageAsked, ...narrowed }),
        response: { 200: statementsPage },
      },
    },
    async (request, reply) =>
      list(tools, request, reply, { ...request.query, ...request.params }, request.query),
  );
};

const list = async (
  tools: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  { organizationId, payerId, period, state }: StatementsOf,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<FastifyReply> => {
  if (!(await seen(tools, request, reply))) return reply;
  const of = { organizationId, payerId, period, state };
  const { answer, position } = tools.views.statements(of, { limit, after: cursor });
  const items = answer.items.map(statementWithLife);
  return reply.send({ items, next: answer.next ?? null, asOf: position });
};
