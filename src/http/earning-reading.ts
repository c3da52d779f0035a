import { z } from 'zod';
import type { EarningId, PayeeId } from '../../domain/identifiers.ts';
import { earningParams } from './address-params.ts';
import { callerOf } from './auth.ts';
import { earningPartAnswer, earningShown } from './paid-earnings-answer.ts';
import { sendProblem } from './problem.ts';
import { atLeast } from './read-asked.ts';
import type { Routes, RouteTools } from './route-tools.ts';
import { seen } from './seen.ts';
import { words } from './words.ts';

/** What has become of an earning: reversed, paid by which payouts, or still to be paid. */
export const earningReadingRoutes: Routes = (tools) => async (app) => {
  app.get(
    '/v1/earnings/:earningId',
    {
      onRequest: tools.gate(['doctor', 'platform', 'finance', 'auditor']),
      schema: {
        summary: 'An earning, and which payouts pay it',
        params: earningParams,
        querystring: z.strictObject({ ...atLeast, doctorId: words.payeeId.optional() }),
        response: { 200: earningShown },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { role, party } = callerOf(request);
      const { earningId } = request.params;
      const wanted = role === 'doctor' ? party : request.query.doctorId;
      const { answer: places, position } = tools.views.earningPlaces(earningId);
      const accounts = [...new Set(places.map(({ account }) => account))];
      const all = await Promise.all(accounts.map((account) => partsIn(tools, account, earningId)));
      if (all.some((parts) => parts === undefined)) return sendProblem(reply, 'too-many-lines');
      // An organization's payouts are its own business, also where a doctor did the work.
      const parts = all
        .flatMap((of) => of ?? [])
        .filter(({ doctorId }) => wanted === undefined || doctorId === wanted)
        .map((part) =>
          role === 'doctor' && part.account !== party ? { ...part, paidBy: [] } : part,
        );
      const [first] = parts;
      if (role === 'doctor' && first !== undefined && first.account !== party) {
        // What was attributed to a doctor is shown where the organization's contract says so.
        const { terms } = await tools.ledger.parties.organization(first.account);
        if (!terms.attributionShown)
          return sendProblem(reply, 'attribution-not-shown', { organizationId: first.account });
      }
      if (first === undefined) return sendProblem(reply, 'earning-unknown', { earningId });
      return { earningId, ...first, ...(parts.length > 1 ? { parts } : {}), asOf: position };
    },
  );
};

const partsIn = async (
  { ledger, histories, views, clock }: RouteTools,
  account: PayeeId,
  earningId: EarningId,
) => {
  const of = await ledger.desk.accountOf(account);
  const history = of && (await histories.of(of, clock.now()));
  return history?.paid.of(earningId).map((part) => earningPartAnswer(views, account, part));
};
