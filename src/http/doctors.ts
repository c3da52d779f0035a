import { z } from 'zod';
import { doctorParams } from './address-params.ts';
import { told } from './answers.ts';
import { giveConsent, withdrawConsent } from './consents.ts';
import { doctorStored, doctorsPage } from './doctor-answer.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { listAsked } from './read-asked.ts';
import { askingOf, type Routes } from './route-tools.ts';
import { seen } from './seen.ts';
import { words } from './words.ts';

const doctor = z.strictObject({ kind: z.enum(['doctor', 'assistant']), name: words.personName });

const doctorsAsked = listAsked.extend({
  kind: z.enum(['doctor', 'assistant']).default('doctor'),
});

const listDoctors: Routes = (tools) => async (app) => {
  const { gate } = tools;
  app.get(
    '/v1/doctors',
    {
      onRequest: gate(['platform', 'finance', 'auditor']),
      schema: {
        summary: 'Who is registered, by id; no names',
        querystring: doctorsAsked,
        response: { 200: doctorsPage },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { kind, limit, cursor } = request.query;
      const { answer, position } = tools.views.parties(kind, { limit, after: cursor });
      const items = answer.items.map(({ id, ...row }) => ({ doctorId: id, ...row }));
      return { items, next: answer.next ?? null, asOf: position };
    },
  );
};

const registerDoctor: Routes = (tools) => async (app) => {
  const { ledger, vault, clock, gate } = tools;
  app.put(
    '/v1/doctors/:doctorId',
    {
      onRequest: gate(['platform']),
      schema: {
        summary: 'Register a doctor or an assistant',
        params: doctorParams,
        body: doctor,
        response: told(doctorStored),
      },
    },
    async (request, reply) => {
      const now = clock.now();
      const { doctorId } = request.params;
      const { kind, name } = request.body;
      // Nothing of a person is kept under an id that is an organization's.
      const { registered } = await ledger.parties.organization(doctorId);
      if (registered !== undefined) return sendProblem(reply, 'doctor-differs', { doctorId });
      const inVault = await vault.putName(doctorId, name);
      const command = {
        type: 'RegisterPayee' as const,
        payee: doctorId,
        kind,
        name: inVault,
        now,
      };
      const outcome = await ledger.parties.handlePayee(
        command,
        askingOf(request, `RegisterPayee:${doctorId}`, now),
      );
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { facts, position } = outcome.value;
      return reply.code(facts.length > 0 ? 201 : 200).send({ doctorId, kind, position });
    },
  );
};

/** Doctors and their consents. The name goes to the vault and nowhere else. */
export const doctorRoutes: Routes = (tools) => async (app) => {
  for (const routes of [listDoctors, registerDoctor, giveConsent, withdrawConsent])
    await app.register(routes(tools));
};
