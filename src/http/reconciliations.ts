import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Day, dayOf } from '../../domain/time.ts';
import type { GivenBills } from '../reconciliation/bills.ts';
import { openBreaks } from '../reconciliation/open-breaks.ts';
import { told } from './answers.ts';
import { callerOf } from './auth.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { reconciliationShown, reconciliationsPage, runTold } from './reconciliation-answers.ts';
import { dayShown, tallies } from './reconciliation-shown.ts';
import { atLeast, headOf, pageAsked, type Routes, type RouteTools, seen } from './route-tools.ts';
import { words } from './words.ts';

export const dateParams = z.strictObject({ date: words.day });

/** Runs a day and answers how it stands then. */
export const runDay = async (
  tools: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  date: Day,
  given: GivenBills = {},
): Promise<FastifyReply> => {
  const { reconciler, views, clock } = tools;
  const now = clock.now();
  if (date > dayOf(now)) return sendProblem(reply, 'out-of-time', { now });
  const who = { actor: callerOf(request).actor, correlation: request.id };
  const outcome = await reconciler.run(date, who, given);
  if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
  if (!(await reconciler.viewsAtHead())) return sendProblem(reply, 'views-behind');
  const row = views.reconciliation(reconciler.ports.providerName, date).answer;
  if (row === undefined) return sendProblem(reply, 'views-behind');
  const { run, isNew, found, cleared, acted, failed, linked } = outcome.value;
  const { state, matchRate } = dayShown(row);
  return reply.code(isNew ? 201 : 200).send({
    date,
    run,
    state,
    changed: isNew,
    found,
    cleared,
    applied: acted,
    notApplied: failed,
    linked,
    breaks: tallies(views, date).all,
    matchRate,
    position: await headOf(tools),
  });
};

const runADay: Routes = (tools) => async (app) => {
  app.post(
    '/v1/reconciliations',
    {
      onRequest: tools.gate(['finance']),
      schema: {
        summary: 'Reconcile a day with the provider, or once more',
        body: z.strictObject({ date: words.day }),
        response: told(runTold),
      },
    },
    async (request, reply) => runDay(tools, request, reply, request.body.date),
  );
};

const listDays: Routes = (tools) => async (app) => {
  const { views, reconciler, gate } = tools;
  app.get(
    '/v1/reconciliations',
    {
      onRequest: gate(['finance', 'auditor']),
      schema: {
        summary: 'Reconciled days, oldest first, with the match rate of each',
        querystring: z.strictObject({ ...atLeast, ...pageAsked }),
        response: { 200: reconciliationsPage },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { limit, cursor: after } = request.query;
      const { providerName } = reconciler.ports;
      const { answer, position } = views.reconciliations(providerName, { limit, after });
      const items = answer.items.map((row) => {
        const [newest] = row.runs;
        const { matched = 0, compared = 0 } = newest?.counts ?? {};
        return { ...dayShown(row), run: newest?.run ?? 0, matched, compared };
      });
      return { items, next: answer.next ?? null, asOf: position };
    },
  );
};

const showADay: Routes = (tools) => async (app) => {
  const { views, reconciler, gate } = tools;
  app.get(
    '/v1/reconciliations/:date',
    {
      onRequest: gate(['finance', 'auditor']),
      schema: {
        summary: 'A day: its runs, files, funds and breaks',
        params: dateParams,
        querystring: z.strictObject(atLeast),
        response: { 200: reconciliationShown },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { date } = request.params;
      const { answer: row, position } = views.reconciliation(reconciler.ports.providerName, date);
      if (row === undefined) return sendProblem(reply, 'reconciliation-unknown', { day: date });
      const { all, byType } = tallies(views, date);
      const underWay = reconciler.underWay(date);
      return {
        ...dayShown(row),
        breaks: all,
        byType,
        carriedForward: openBreaks(views, date).length,
        runs: row.runs,
        ...(underWay === undefined ? {} : { underWay }),
        asOf: position,
      };
    },
  );
};

/** The days with the provider. */
export const reconciliationRoutes: Routes = (tools) => async (app) => {
  for (const routes of [runADay, listDays, showADay]) await app.register(routes(tools));
};
