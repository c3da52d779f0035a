import { z } from 'zod';
import { amountText } from '../../domain/money.ts';
import { millisOf } from '../../domain/time.ts';
import type { PayoutRow } from '../../projections/payout-row.ts';
import type { WithdrawalRow } from '../../projections/rows.ts';
import { callerOf } from './auth.ts';
import { withdrawalShown } from './payout-answer.ts';
import { coverAnswer, payoutCoverShown } from './payout-cover-answer.ts';
import { sendProblem } from './problem.ts';
import { atLeast } from './read-asked.ts';
import type { Routes, RouteTools } from './route-tools.ts';
import { seen } from './seen.ts';
import { payoutWithTimeline, stateOf } from './withdrawal-answer.ts';
import { words } from './words.ts';

const shown = withdrawalShown.extend({
  payouts: z.array(withdrawalShown.shape.payouts.element.extend(payoutCoverShown)),
});

/** What has become of a withdrawal, and which earnings its payouts pay. */
export const readWithdrawal: Routes = (tools) => async (app) => {
  const { gate } = tools;
  app.get(
    '/v1/withdrawals/:withdrawalId',
    {
      onRequest: gate(['doctor', 'finance', 'auditor']),
      schema: {
        summary: 'What has become of a withdrawal',
        params: z.strictObject({ withdrawalId: words.withdrawalId }),
        querystring: z.strictObject({ ...atLeast, doctorId: words.payeeId.optional() }),
        response: { 200: shown },
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
      return { ...(await withTimeline(tools, row)), asOf: position };
    },
  );
};

const withTimeline = async (
  { views, histories, ledger, clock }: RouteTools,
  { account, withdrawalId, amount, at, payoutIds }: WithdrawalRow,
) => {
  const payouts = payoutIds.flatMap((id) => withReissues(views, id));
  const of = await ledger.desk.accountOf(account);
  const history = of && (await histories.of(of, clock.now()));
  const lives = payouts.map((row) => ({
    ...payoutWithTimeline(row),
    ...coverAnswer(history, row.payoutId),
  }));
  return {
    withdrawalId,
    doctorId: account,
    amount: amountText(amount),
    requestedAt: at,
    state: stateOf(payouts.map(({ state }) => state)),
    payouts: lives,
    timeline: lives
      .flatMap(({ payoutId, timeline }) => timeline.map((step) => ({ payoutId, ...step })))
      .toSorted((one, other) => millisOf(one.at) - millisOf(other.at)),
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
