import { amountText } from '../../domain/money.ts';
import type { AttributionRow } from '../../projections/attributions.ts';
import { doctorParams, organizationParams } from './address-params.ts';
import { callerOf } from './auth.ts';
import { attributionAnswer, attributionsPage, monthsPage } from './organization-answer.ts';
import { sendProblem } from './problem.ts';
import { listAsked } from './read-asked.ts';
import type { Routes, RouteTools } from './route-tools.ts';
import { seen } from './seen.ts';
import { words } from './words.ts';

/** Versions of the statements of one month and payer: more than anybody needs. */
const versionsShown = 100;

/** What came to the organization, by month and payer, with the statements that settle it. */
export const months: Routes = (tools) => async (app) => {
  const { views, gate } = tools;
  app.get(
    '/v1/organizations/:organizationId/months',
    {
      onRequest: gate(['organization', 'finance', 'auditor'], 'organizationId'),
      schema: {
        summary: 'What came to an organization, by month and payer',
        params: organizationParams,
        querystring: listAsked,
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

export const attributions: Routes = (tools) => async (app) => {
  const { views, gate } = tools;
  app.get(
    '/v1/organizations/:organizationId/attributions',
    {
      onRequest: gate(['organization', 'finance', 'auditor'], 'organizationId'),
      schema: {
        summary: 'The same by doctor: what was earned while bound, nothing else',
        params: organizationParams,
        querystring: listAsked.extend({ doctorId: words.payeeId.optional() }),
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

export const myAttribution: Routes = (tools) => async (app) => {
  const { ledger, views, gate } = tools;
  app.get(
    '/v1/doctors/:doctorId/organizations/:organizationId/attributions',
    {
      onRequest: gate(['doctor', 'finance', 'auditor'], 'doctorId'),
      schema: {
        summary: 'What was attributed to a doctor, where the organization’s contract shows it',
        params: doctorParams.extend(organizationParams.shape),
        querystring: listAsked,
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
