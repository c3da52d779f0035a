import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Day, dayOf } from '../../domain/time.ts';
import type { GivenBills } from '../reconciliation/bills.ts';
import { told } from './answers.ts';
import { callerOf } from './auth.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { runTold } from './reconciliation-answers.ts';
import { dayShown, tallies } from './reconciliation-shown.ts';
import type { Routes, RouteTools } from './route-tools.ts';
import { headOf } from './seen.ts';
import { words } from './words.ts';

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

export const runADay: Routes = (tools) => async (app) => {
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
