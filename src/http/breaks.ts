import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { breakTypes } from '../../domain/reconciliation/breaks.ts';
import { dayOf } from '../../domain/time.ts';
import { breakParams, dateParams } from './address-params.ts';
import { breakShown as breakAnswer, breaksPage } from './break-answers.ts';
import { sendBreaks } from './break-table.ts';
import { sendProblem } from './problem.ts';
import { listAsked, readAsked } from './read-asked.ts';
import { breakShown } from './reconciliation-shown.ts';
import type { Routes, RouteTools } from './route-tools.ts';
import { seen } from './seen.ts';
import type { words } from './words.ts';

const breaksAsked = listAsked.extend({
  state: z.enum(['open', 'suspended', 'closed']).optional(),
  type: z.enum(breakTypes).optional(),
  format: z.enum(['json', 'csv', 'xlsx']).default('json'),
});
type Asked = z.output<typeof breaksAsked>;

const sendList = async (
  tools: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  { state: status, type, limit, cursor: after, format }: Asked,
  date?: z.output<typeof words.day>,
) => {
  const { views, clock } = tools;
  if (!(await seen(tools, request, reply))) return reply;
  const today = dayOf(clock.now());
  const of = { day: date, status, type };
  if (format !== 'json') return sendBreaks(views, reply, { of, format, today });
  const { answer, position } = views.breaks(of, { limit, after });
  const items = answer.items.map((row) => breakShown(row, today));
  return { items, next: answer.next ?? null, asOf: position };
};

const ofADay: Routes = (tools) => async (app) => {
  app.get(
    '/v1/reconciliations/:date/breaks',
    {
      onRequest: tools.gate(['finance', 'auditor']),
      schema: {
        summary: "A day's breaks, with the evidence of both sides",
        params: dateParams,
        querystring: breaksAsked,
        response: { 200: breaksPage },
      },
    },
    async (request, reply) => sendList(tools, request, reply, request.query, request.params.date),
  );
};

const ofAllDays: Routes = (tools) => async (app) => {
  app.get(
    '/v1/breaks',
    {
      onRequest: tools.gate(['finance', 'auditor']),
      schema: {
        summary: 'Breaks of all days, oldest first: what is carried forward',
        querystring: breaksAsked,
        response: { 200: breaksPage },
      },
    },
    async (request, reply) => sendList(tools, request, reply, request.query),
  );
};

const one: Routes = (tools) => async (app) => {
  const { views, clock, gate } = tools;
  app.get(
    '/v1/breaks/:breakId',
    {
      onRequest: gate(['finance', 'auditor']),
      schema: {
        summary: 'A break, with its evidence and what was decided',
        params: breakParams,
        querystring: readAsked,
        response: { 200: breakAnswer },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { breakId } = request.params;
      const { answer, position } = views.breakFound(breakId);
      if (answer === undefined) return sendProblem(reply, 'break-unknown', { breakId });
      return { ...breakShown(answer, dayOf(clock.now())), asOf: position };
    },
  );
};

/** The differences, to be read. */
export const breakRoutes: Routes = (tools) => async (app) => {
  for (const routes of [ofADay, ofAllDays, one]) await app.register(routes(tools));
};
