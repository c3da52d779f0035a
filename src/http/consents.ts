import { z } from 'zod';
import { doctorParams } from './address-params.ts';
import { told } from './answers.ts';
import { consentGiven, consentWithdrawn } from './doctor-answer.ts';
import { sendRefusal } from './problem.ts';
import { askingOf, noBody, type Routes } from './route-tools.ts';
import { words } from './words.ts';

const consentParams = doctorParams.extend({ purpose: z.literal('payout') });
const consent = z.strictObject({
  version: words.opaque,
  textHash: words.opaque,
});

export const giveConsent: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.put(
    '/v1/doctors/:doctorId/consents/:purpose',
    {
      onRequest: gate(['doctor'], 'doctorId'),
      schema: {
        summary: 'Give consent',
        params: consentParams,
        body: consent,
        response: told(consentGiven),
      },
    },
    async (request, reply) => {
      const now = clock.now();
      const { doctorId, purpose } = request.params;
      const command = {
        type: 'GiveConsent' as const,
        payee: doctorId,
        purpose,
        ...request.body,
        now,
      };
      const outcome = await ledger.parties.handlePayee(
        command,
        askingOf(request, `GiveConsent:${doctorId}:${request.id}`, now),
      );
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { facts, position } = outcome.value;
      return reply
        .code(facts.length > 0 ? 201 : 200)
        .send({ doctorId, purpose, ...request.body, position });
    },
  );
};

export const withdrawConsent: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.delete(
    '/v1/doctors/:doctorId/consents/:purpose',
    {
      onRequest: gate(['doctor'], 'doctorId'),
      preValidation: noBody,
      schema: {
        summary: 'Withdraw consent: stops withdrawing and nothing else',
        params: consentParams,
        response: { 200: consentWithdrawn },
      },
    },
    async (request, reply) => {
      const now = clock.now();
      const { doctorId, purpose } = request.params;
      const command = { type: 'WithdrawConsent' as const, payee: doctorId, purpose, now };
      const outcome = await ledger.parties.handlePayee(
        command,
        askingOf(request, `WithdrawConsent:${doctorId}:${request.id}`, now),
      );
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      return { doctorId, purpose, position: outcome.value.position };
    },
  );
};
