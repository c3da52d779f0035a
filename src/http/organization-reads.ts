import { doctorParams } from './address-params.ts';
import { attributions, months, myAttribution } from './attributions.ts';
import { ownOrganizations } from './binding-answer.ts';
import { boundDoctors, requestAnswer, unanswered } from './bound-doctors.ts';
import { sendProblem } from './problem.ts';
import { readAsked } from './read-asked.ts';
import type { Routes } from './route-tools.ts';
import { headOf, seen } from './seen.ts';

const myOrganizations: Routes = (tools) => async (app) => {
  const { ledger, gate } = tools;
  app.get(
    '/v1/doctors/:doctorId/organizations',
    {
      onRequest: gate(['doctor', 'finance', 'auditor'], 'doctorId'),
      schema: {
        summary: 'The organizations a doctor settles or settled through',
        params: doctorParams,
        querystring: readAsked,
        response: { 200: ownOrganizations },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const asOf = await headOf(tools);
      const { doctorId } = request.params;
      const { kind, bindings, unbindRequest } = await ledger.parties.payee(doctorId);
      if (kind === undefined) return sendProblem(reply, 'doctor-unknown', { doctorId });
      const items = [];
      for (const { organizationId, from, until } of bindings) {
        const { registered, terms } = await ledger.parties.organization(organizationId);
        items.push({
          organizationId,
          from,
          ...(until === undefined ? {} : { until }),
          legalName: registered?.legalName ?? '',
          attributionShown: terms.attributionShown,
          unbindRequest: until === undefined ? requestAnswer(unbindRequest) : null,
        });
      }
      return { items, asOf };
    },
  );
};

/** What organizations see of their doctors, and doctors of their organizations. */
export const organizationReadRoutes: Routes = (tools) => async (app) => {
  for (const routes of [
    months,
    attributions,
    boundDoctors,
    unanswered,
    myOrganizations,
    myAttribution,
  ])
    await app.register(routes(tools));
};
