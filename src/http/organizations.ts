import { z } from 'zod';
import { organizationParams } from './address-params.ts';
import { callerOf } from './auth.ts';
import { organizationStored, termsStored } from './organization-answer.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { askingOf, type Routes } from './route-tools.ts';
import { accountNumber, words } from './words.ts';

const changeAccount: Routes = (tools) => async (app) => {
  const { ledger, vault, clock, gate } = tools;
  app.put(
    '/v1/organizations/:organizationId/account',
    {
      onRequest: gate(['finance']),
      schema: {
        summary: 'Change the bank account an organization is paid to',
        params: organizationParams,
        body: z.strictObject({ bankCode: words.bankCode, accountNumber }),
        response: { 200: organizationStored },
      },
    },
    async (request, reply) => {
      const { organizationId } = request.params;
      const { registered } = await ledger.parties.organization(organizationId);
      if (registered === undefined)
        return sendProblem(reply, 'organization-unknown', { organizationId });
      const { bankCode, accountNumber: cardNumber } = request.body;
      const { cardRef: accountRef } = await vault.putCard(organizationId, { cardNumber, bankCode });
      const now = clock.now();
      const by = callerOf(request).actor;
      const outcome = await ledger.parties.handleOrganization(
        { type: 'ChangeAccount', organizationId, bankCode, accountRef, by, now },
        askingOf(request, `ChangeAccount:${organizationId}:${request.id}`, now),
      );
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { legalName } = registered;
      const { position } = outcome.value;
      return reply.code(200).send({ organizationId, legalName, bankCode, position });
    },
  );
};

const setTerms: Routes = (tools) => async (app) => {
  const { ledger, clock, gate } = tools;
  app.put(
    '/v1/organizations/:organizationId/terms',
    {
      onRequest: gate(['finance']),
      schema: {
        summary: 'Say what an organization’s contract allows',
        params: organizationParams,
        body: z.strictObject({
          attributionShown: z
            .boolean()
            .meta({ description: 'Whether doctors are shown what was attributed to them' }),
        }),
        response: { 200: termsStored },
      },
    },
    async (request, reply) => {
      const { organizationId } = request.params;
      const { attributionShown } = request.body;
      const now = clock.now();
      const by = callerOf(request).actor;
      const outcome = await ledger.parties.handleOrganization(
        { type: 'SetTerms', organizationId, attributionShown, by, now },
        askingOf(request, `SetTerms:${organizationId}:${request.id}`, now),
      );
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { position } = outcome.value;
      return reply.code(200).send({ organizationId, attributionShown, position });
    },
  );
};

/** What finance keeps about an organization. */
export const organizationRoutes: Routes = (tools) => async (app) => {
  for (const routes of [changeAccount, setTerms]) await app.register(routes(tools));
};
