import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { QuotedPayout } from '../../domain/account/withdrawal-quote.ts';
import { amountText } from '../../domain/money.ts';
import { workingLines } from '../../domain/tax/working-lines.ts';
import { workingLinesZh } from '../../domain/tax/working-zh.ts';
import type { WithdrawalRefusal } from '../ledger/withdrawals.ts';
import { doctorParams } from './address-params.ts';
import { quoteShown, withdrawalAsked } from './payout-answer.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { askingOf, type Routes, type RouteTools } from './route-tools.ts';
import { headOf } from './seen.ts';
import { payoutAnswer, stateOf } from './withdrawal-answer.ts';
import { readWithdrawal } from './withdrawal-reading.ts';
import { words } from './words.ts';

const asked = z.strictObject({ withdrawalId: words.withdrawalId, amount: words.amountOrAll });

const quoted = ({ payerId, gross, withheld, net, working }: QuotedPayout) => ({
  payerId,
  gross: amountText(gross),
  tax: amountText(withheld),
  net: amountText(net),
  working: [...workingLines(working)],
  workingZh: [...workingLinesZh(working)],
});

const quoteWithdrawal: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.post(
    '/v1/doctors/:doctorId/withdrawals/quote',
    {
      onRequest: gate(['doctor'], 'doctorId'),
      schema: {
        summary: 'What a withdrawal would pay',
        params: doctorParams,
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
      if (!outcome.ok) return sendNo(tools, reply, outcome.refusal);
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
        params: doctorParams,
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
      if (!outcome.ok) return sendNo(tools, reply, outcome.refusal);
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

/** Doctors' withdrawals: what one would pay, asking for it, and what has become of it. */
export const withdrawalRoutes: Routes = (tools) => async (app) => {
  for (const routes of [quoteWithdrawal, requestWithdrawal, readWithdrawal])
    await app.register(routes(tools));
};

/** A doctor is told by name through whom to settle. */
const sendNo = async (
  { ledger }: RouteTools,
  reply: FastifyReply,
  refusal: WithdrawalRefusal,
): Promise<FastifyReply> => {
  if (refusal.code !== 'settles-through-organization') return sendRefusal(reply, refusal);
  const { registered } = await ledger.parties.organization(refusal.organizationId);
  return sendProblem(reply, refusal.code, { ...refusal, organizationName: registered?.legalName });
};
