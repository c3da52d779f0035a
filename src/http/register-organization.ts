import { z } from 'zod';
import { organizationParams } from './address-params.ts';
import { told } from './answers.ts';
import { organizationStored } from './organization-answer.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { askingOf, type Routes } from './route-tools.ts';
import { accountNumber, words } from './words.ts';

const organization = z.strictObject({
  legalName: words.legalName,
  bankCode: words.bankCode,
  accountNumber,
});

export const registerOrganization: Routes = (tools) => async (app) => {
  const { ledger, vault, clock, gate } = tools;
  app.put(
    '/v1/organizations/:organizationId',
    {
      onRequest: gate(['platform', 'finance']),
      schema: {
        summary: 'Register a service organization',
        params: organizationParams,
        body: organization,
        response: told(organizationStored),
      },
    },
    async (request, reply) => {
      const now = clock.now();
      const { organizationId } = request.params;
      const { legalName, bankCode, accountNumber } = request.body;
      // Nothing of an organization is kept under an id that is a person's.
      const { kind } = await ledger.parties.payee(organizationId);
      if (kind !== undefined) return sendProblem(reply, 'organization-differs', { organizationId });
      const { cardRef: accountRef } = await vault.putCard(organizationId, {
        cardNumber: accountNumber,
        bankCode,
      });
      const command = {
        type: 'RegisterOrganization' as const,
        organizationId,
        legalName,
        bankCode,
        accountRef,
        now,
      };
      const asking = askingOf(request, `RegisterOrganization:${organizationId}`, now);
      const outcome = await ledger.parties.handleOrganization(command, asking);
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { facts, position } = outcome.value;
      return reply
        .code(facts.length > 0 ? 201 : 200)
        .send({ organizationId, legalName, bankCode, position });
    },
  );
};
