import { z } from 'zod';
import type { QuotedPayout } from '../../domain/account/withdrawals.ts';
import { amountText } from '../../domain/money.ts';
import { workingLines } from '../../domain/tax/working.ts';
import type { PayoutRow, WithdrawalRow } from '../../projections/rows.ts';
import { quoteShown, withdrawalAsked, withdrawalShown } from './answers.ts';
import { callerOf } from './auth.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { askingOf, atLeast, headOf, type Routes, type RouteTools, seen } from './route-tools.ts';
import { payoutAnswer, payoutWithTimeline, stateOf } from './withdrawal-answer.ts';
import { words } from './words.ts';

const params = z.strictObject({ doctorId: words.payeeId });
const asked = z.strictObject({ withdrawalId: words.withdrawalId, amount: words.amountOrAll });

const quoted = ({ payerId, gross, withheld, net, working }: QuotedPayout) => ({
  payerId,
  gross: amountText(gross),
  tax: amountText(withheld),
  net: amountText(net),
  working: [...workingLines(working)],
});

const quoteWithdrawal: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.post(
    '/v1/doctors/:doctorId/withdrawals/quote',
    {
      onRequest: gate(['doctor'], 'doctorId'),
      schema: {
        summary: 'What a withdrawal would pay',
        params,
        body: asked.pick({ amount: true }),
        response: { 200: quoteShown },
      },
    },
    async (request, reply) => {
      const asOf = await headOf(tools);
      const outcome = await ledger.withdrawals.quote(
        request.params.doctorId,
        request.body.amount,
        clock.now(),
      );
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { amount, payouts } = outcome.value;
      return { amount: amountText(amount), payouts: payouts.map(quoted), asOf };
    },
  );
};

const requestWithdrawal: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.post(
    '/v1/doctors/:doctorId/withdrawals',
    {
      onRequest: gate(['doctor'], 'doctorId'),
      schema: {
        summary: 'Ask for a withdrawal',
        params,
        body: asked,
        response: { 200: withdrawalAsked, 202: withdrawalAsked },
      },
    },
    async (request, reply) => {
      const { doctorId } = request.params;
      const { withdrawalId, amount } = request.body;
      const asking = askingOf(
        request,
        `RequestWithdrawal:${doctorId}:${withdrawalId}`,
        clock.now(),
      );
      const outcome = await ledger.withdrawals.request(doctorId, withdrawalId, amount, asking);
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { added, payouts, position, amount: sum } = outcome.value;
      const state = stateOf(payouts.map((payout) => payout.state));
      const answer = {
        withdrawalId,
        state,
        amount: amountText(sum),
        payouts: payouts.map(payoutAnswer),
        position,
      };
      return reply.code(added ? 202 : 200).send(answer);
    },
  );
};

const withdrawalWithTimeline: Routes = (tools) => async (app) => {
  const { gate } = tools;
  app.get(
    '/v1/withdrawals/:withdrawalId',
    {
      onRequest: gate(['doctor', 'finance', 'auditor']),
      schema: {
        summary: 'What has become of a withdrawal',
        params: z.strictObject({ withdrawalId: words.withdrawalId }),
        querystring: z.strictObject({ ...atLeast, doctorId: words.payeeId.optional() }),
        response: { 200: withdrawalShown },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { role, party } = callerOf(request);
      const { withdrawalId } = request.params;
      const { answer, position } = tools.views.withdrawalsById(withdrawalId);
      const wanted = role === 'doctor' ? party : request.query.doctorId;
      const rows = answer.filter(({ account }) => wanted === undefined || account === wanted);
      const [row] = rows;
      if (row === undefined) return sendProblem(reply, 'withdrawal-unknown');
      if (rows.length > 1)
        return sendProblem(reply, 'withdrawal-ambiguous', {
          doctorIds: rows.map(({ account }) => account),
        });
      return { ...withTimeline(tools, row), asOf: position };
    },
  );
};

/** Doctors' withdrawals: what one would pay, asking for it, and what has become of it. */
export const withdrawalRoutes: Routes = (tools) => async (app) => {
  for (const routes of [quoteWithdrawal, requestWithdrawal, withdrawalWithTimeline])
    await app.register(routes(tools));
};

const withTimeline = (
  { views }: RouteTools,
  { account, withdrawalId, amount, at, payoutIds }: WithdrawalRow,
) => {
  const payouts = payoutIds.flatMap((id) => withReissues(views, id));
  return {
    withdrawalId,
    doctorId: account,
    amount: amountText(amount),
    requestedAt: at,
    state: stateOf(payouts.map(({ state }) => state)),
    payouts: payouts.map(payoutWithTimeline),
  };
};

/** A payout that was sent back and paid again shows both lives, as often as that happened. */
const withReissues = (
  views: RouteTools['views'],
  first: PayoutRow['payoutId'],
): readonly PayoutRow[] => {
  const rows: PayoutRow[] = [];
  for (
    let id: PayoutRow['payoutId'] | undefined = first;
    id !== undefined;
    id = rows.at(-1)?.reissuedAs
  ) {
    const row = views.payout(id).answer;
    if (row === undefined || rows.length > 100) break;
    rows.push(row);
  }
  return rows;
};
