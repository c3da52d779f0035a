import { z } from 'zod';
import type { PayerId } from '../../domain/identifiers.ts';
import { amountText, zero } from '../../domain/money.ts';
import { payerParams } from './address-params.ts';
import { told } from './answers.ts';
import { fundingStored, payerShown, payerStored } from './payer-answer.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { readAsked } from './read-asked.ts';
import { askingOf, type Routes, type RouteTools } from './route-tools.ts';
import { seen } from './seen.ts';
import { words } from './words.ts';

const payer = z.strictObject({
  legalName: words.legalName,
  merchantNo: z.string().regex(/^[0-9A-Za-z]{1,32}$/, 'expected 1–32 letters and digits'),
  taxMethod: words.taxMethod,
});
const funding = z.strictObject({
  fundingId: words.reference,
  amount: words.amount,
  receivedAt: words.instant,
});

/** Payers, and the money they put at the provider. */
export const payerRoutes: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.put(
    '/v1/payers/:payerId',
    {
      onRequest: gate(['platform', 'finance']),
      schema: {
        summary: 'Register a payer',
        params: payerParams,
        body: payer,
        response: told(payerStored),
      },
    },
    async (request, reply) => {
      const now = clock.now();
      const { payerId } = request.params;
      const command = { type: 'RegisterPayer' as const, payerId, ...request.body, now };
      const outcome = await ledger.parties.handlePayer(
        command,
        askingOf(request, `RegisterPayer:${payerId}`, now),
      );
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { facts, position } = outcome.value;
      return reply.code(facts.length > 0 ? 201 : 200).send({ payerId, ...request.body, position });
    },
  );

  app.post(
    '/v1/payers/:payerId/fundings',
    {
      onRequest: gate(['finance']),
      schema: {
        summary: 'Record money the payer put at the provider',
        params: payerParams,
        body: funding,
        response: told(fundingStored),
      },
    },
    async (request, reply) => {
      const now = clock.now();
      const { payerId } = request.params;
      const command = { type: 'ReceiveFunding' as const, payerId, ...request.body, now };
      const id = `ReceiveFunding:${payerId}:${request.body.fundingId}`;
      const outcome = await ledger.parties.handlePayer(command, askingOf(request, id, now));
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { facts, position } = outcome.value;
      const { fundingId, amount, receivedAt } = request.body;
      const answer = { fundingId, amount: amountText(amount), receivedAt, position };
      return reply.code(facts.length > 0 ? 201 : 200).send(answer);
    },
  );

  app.get(
    '/v1/payers/:payerId',
    {
      onRequest: gate(['finance', 'auditor']),
      schema: {
        summary: 'A payer and where its money stands',
        params: payerParams,
        querystring: readAsked,
        response: { 200: payerShown },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { payerId } = request.params;
      const { registered, frozen } = await ledger.parties.payer(payerId);
      if (registered === undefined) return sendProblem(reply, 'payer-unknown', { payerId });
      return { payerId, ...registered, frozen, ...standing(tools, payerId) };
    },
  );
};

/** Where a payer's money stands, all of it as of one position. */
const standing = ({ views }: RouteTools, payerId: PayerId) => {
  const { answer, position } = views.payerStanding(payerId);
  return {
    receivable: amountText(answer?.receivable ?? zero),
    cash: amountText(answer?.cash ?? zero),
    reserved: amountText(answer?.reserved ?? zero),
    taxWithheld: amountText(answer?.taxWithheld ?? zero),
    asOf: position,
  };
};
