import { dayOf, daysBetween } from '../../domain/time.ts';
import { payoutState } from '../facts/payout-state-shapes.ts';
import { payoutParams } from './address-params.ts';
import { payoutShown, payoutsPage } from './payout-answer.ts';
import { cancelPayout, reissuePayout, resolvePayout } from './payout-desk.ts';
import { sendProblem } from './problem.ts';
import { listAsked, readAsked } from './read-asked.ts';
import type { Routes } from './route-tools.ts';
import { seen } from './seen.ts';
import { payoutWithTimeline } from './withdrawal-answer.ts';

const payoutsAsked = listAsked.extend({ state: payoutState.optional() });

const listPayouts: Routes = (tools) => async (app) => {
  const { views, clock, gate } = tools;
  app.get(
    '/v1/payouts',
    {
      onRequest: gate(['finance', 'auditor']),
      schema: {
        summary: 'Payouts, oldest first',
        querystring: payoutsAsked,
        response: { 200: payoutsPage },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply, 'payouts'))) return reply;
      const { state, limit, cursor } = request.query;
      const { answer, position } = views.payouts({ state }, { limit, after: cursor });
      const today = dayOf(clock.now());
      const items = answer.items.map((row) => ({
        ...payoutWithTimeline(row),
        ageDays: daysBetween(dayOf(row.requestedAt), today),
      }));
      return { items, next: answer.next ?? null, asOf: position };
    },
  );
};

const onePayout: Routes = (tools) => async (app) => {
  const { views, gate } = tools;
  app.get(
    '/v1/payouts/:payoutId',
    {
      onRequest: gate(['finance', 'auditor']),
      schema: {
        summary: 'A payout with its life',
        params: payoutParams,
        querystring: readAsked,
        response: { 200: payoutShown },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply, 'payouts'))) return reply;
      const { answer, position } = views.payout(request.params.payoutId);
      if (answer === undefined) return sendProblem(reply, 'payout-unknown');
      return { ...payoutWithTimeline(answer), asOf: position };
    },
  );
};

/** The operations desk: payouts by state and age, and what finance may do to one. */
export const payoutRoutes: Routes = (tools) => async (app) => {
  for (const routes of [listPayouts, onePayout, cancelPayout, reissuePayout, resolvePayout])
    await app.register(routes(tools));
};
