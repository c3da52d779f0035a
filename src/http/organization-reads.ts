import { z } from 'zod';
import { amountText } from '../../domain/money.ts';
import type { UnbindRequest } from '../../domain/payee/state.ts';
import type { AttributionRow } from '../../projections/attributions.ts';
import { callerOf } from './auth.ts';
import {
  attributionAnswer,
  attributionsPage,
  boundDoctorsPage,
  monthsPage,
  ownOrganizations,
  unansweredPage,
} from './organization-answer.ts';
import { sendProblem } from './problem.ts';
import { atLeast, pageAsked, type Routes, type RouteTools, seen } from './route-tools.ts';
import { words } from './words.ts';

const ofOrganization = z.strictObject({ organizationId: words.payeeId });
const ofDoctor = z.strictObject({ doctorId: words.payeeId });
const asked = z.strictObject({ ...atLeast, ...pageAsked });
/** Versions of the statements of one month and payer: more than anybody needs. */
const versionsShown = 100;

/** What came to the organization, by month and payer, with the statements that settle it. */
const months: Routes = (tools) => async (app) => {
  const { views, gate } = tools;
  app.get(
    '/v1/organizations/:organizationId/months',
    {
      onRequest: gate(['organization', 'finance', 'auditor'], 'organizationId'),
      schema: {
        summary: 'What came to an organization, by month and payer',
        params: ofOrganization,
        querystring: asked,
        response: { 200: monthsPage },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { organizationId } = request.params;
      const { limit, cursor } = request.query;
      const { answer, position } = views.organizationMonths(organizationId, {
        limit,
        after: cursor,
      });
      const items = answer.items.map((row) => ({
        ...attributionAnswer(row),
        statements: statementsOf(tools, row),
      }));
      return { items, next: answer.next ?? null, asOf: position };
    },
  );
};

const statementsOf = (
  { views }: RouteTools,
  { organizationId, payerId, month: period }: AttributionRow,
) =>
  views
    .statements({ organizationId, payerId, period }, { limit: versionsShown })
    .answer.items.map(({ statementId, version, statement }) => ({
      statementId,
      version,
      state: statement.state,
      total: amountText(statement.listed.total),
    }));

const attributions: Routes = (tools) => async (app) => {
  const { views, gate } = tools;
  app.get(
    '/v1/organizations/:organizationId/attributions',
    {
      onRequest: gate(['organization', 'finance', 'auditor'], 'organizationId'),
      schema: {
        summary: 'The same by doctor: what was earned while bound, nothing else',
        params: ofOrganization,
        querystring: asked.extend({ doctorId: words.payeeId.optional() }),
        response: { 200: attributionsPage },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { limit, cursor, doctorId } = request.query;
      const page = { limit, after: cursor };
      const { organizationId } = request.params;
      const { answer, position } = views.attributions(organizationId, doctorId, page);
      return { items: attributed(answer.items), next: answer.next ?? null, asOf: position };
    },
  );
};

const attributed = (rows: readonly AttributionRow[]) =>
  rows.flatMap((row) =>
    row.doctorId === undefined ? [] : [{ ...attributionAnswer(row), doctorId: row.doctorId }],
  );

const boundDoctors: Routes = (tools) => async (app) => {
  const { views, gate } = tools;
  app.get(
    '/v1/organizations/:organizationId/doctors',
    {
      onRequest: gate(['organization', 'finance', 'auditor'], 'organizationId'),
      schema: {
        summary: 'Everybody who is or was bound, with the days',
        params: ofOrganization,
        querystring: asked,
        response: { 200: boundDoctorsPage },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { organizationId } = request.params;
      const { limit, cursor } = request.query;
      const { answer, position } = views.boundTo(organizationId, { limit, after: cursor });
      const items = answer.items.map(({ doctorId, bindings, unbindRequest }) => {
        // Where else a doctor settled or settles is not this organization's to know.
        const own = bindings.filter((one) => one.organizationId === organizationId);
        const isAsked = own.some(({ until }) => until === undefined);
        return {
          doctorId,
          bindings: own,
          unbindRequest: isAsked ? requestAnswer(unbindRequest) : null,
        };
      });
      return { items, next: answer.next ?? null, asOf: position };
    },
  );
};

const requestAnswer = (request: UnbindRequest | undefined) =>
  request === undefined ? null : shownRequest(request);

const shownRequest = ({ at, ...rest }: UnbindRequest) => ({ since: at, ...rest });

const unanswered: Routes = (tools) => async (app) => {
  const { views, gate } = tools;
  app.get(
    '/v1/unbind-requests',
    {
      onRequest: gate(['finance', 'auditor']),
      schema: {
        summary: 'Doctors who asked to leave and have no answer yet, longest first',
        querystring: asked,
        response: { 200: unansweredPage },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { limit, cursor } = request.query;
      const { answer, position } = views.askingToLeave({ limit, after: cursor });
      const items = answer.items.flatMap(({ doctorId, bindings, unbindRequest }) => {
        const bound = bindings.at(-1);
        return bound === undefined || unbindRequest === undefined
          ? []
          : [
              {
                doctorId,
                organizationId: bound.organizationId,
                unbindRequest: shownRequest(unbindRequest),
              },
            ];
      });
      return { items, next: answer.next ?? null, asOf: position };
    },
  );
};

const myOrganizations: Routes = (tools) => async (app) => {
  const { ledger, gate } = tools;
  app.get(
    '/v1/doctors/:doctorId/organizations',
    {
      onRequest: gate(['doctor', 'finance', 'auditor'], 'doctorId'),
      schema: {
        summary: 'The organizations a doctor settles or settled through',
        params: ofDoctor,
        response: { 200: ownOrganizations },
      },
    },
    async (request, reply) => {
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
      return { items };
    },
  );
};

const myAttribution: Routes = (tools) => async (app) => {
  const { ledger, views, gate } = tools;
  app.get(
    '/v1/doctors/:doctorId/organizations/:organizationId/attributions',
    {
      onRequest: gate(['doctor', 'finance', 'auditor'], 'doctorId'),
      schema: {
        summary: 'What was attributed to a doctor, where the organization’s contract shows it',
        params: ofDoctor.extend(ofOrganization.shape),
        querystring: asked,
        response: { 200: attributionsPage },
      },
    },
    async (request, reply) => {
      const { doctorId, organizationId } = request.params;
      const { terms } = await ledger.parties.organization(organizationId);
      if (callerOf(request).role === 'doctor' && !terms.attributionShown)
        return sendProblem(reply, 'attribution-not-shown', { organizationId });
      if (!(await seen(tools, request, reply))) return reply;
      const { limit, cursor } = request.query;
      const page = { limit, after: cursor };
      const { answer, position } = views.attributions(organizationId, doctorId, page);
      return { items: attributed(answer.items), next: answer.next ?? null, asOf: position };
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
