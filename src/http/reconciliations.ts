import { openBreaks } from '../reconciliation/open-breaks.ts';
import { dateParams } from './address-params.ts';
import { sendProblem } from './problem.ts';
import { listAsked, readAsked } from './read-asked.ts';
import { reconciliationShown, reconciliationsPage } from './reconciliation-answers.ts';
import { dayShown, tallies } from './reconciliation-shown.ts';
import type { Routes } from './route-tools.ts';
import { runADay } from './run-day.ts';
import { seen } from './seen.ts';

const listDays: Routes = (tools) => async (app) => {
  const { views, reconciler, gate } = tools;
  app.get(
    '/v1/reconciliations',
    {
      onRequest: gate(['finance', 'auditor']),
      schema: {
        summary: 'Reconciled days, oldest first, with the match rate of each',
        querystring: listAsked,
        response: { 200: reconciliationsPage },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { limit, cursor: after } = request.query;
      const { providerName } = reconciler.ports;
      const { answer, position } = views.reconciliations(providerName, { limit, after });
      const items = answer.items.map((row) => {
        const [newest] = row.runs;
        const { matched = 0, compared = 0 } = newest?.counts ?? {};
        return { ...dayShown(row), run: newest?.run ?? 0, matched, compared };
      });
      return { items, next: answer.next ?? null, asOf: position };
    },
  );
};

const showADay: Routes = (tools) => async (app) => {
  const { views, reconciler, gate } = tools;
  app.get(
    '/v1/reconciliations/:date',
    {
      onRequest: gate(['finance', 'auditor']),
      schema: {
        summary: 'A day: its runs, files, funds and breaks',
        params: dateParams,
        querystring: readAsked,
        response: { 200: reconciliationShown },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { date } = request.params;
      const { answer: row, position } = views.reconciliation(reconciler.ports.providerName, date);
      if (row === undefined) return sendProblem(reply, 'reconciliation-unknown', { day: date });
      const { all, byType } = tallies(views, date);
      const underWay = reconciler.underWay(date);
      return {
        ...dayShown(row),
        breaks: all,
        byType,
        carriedForward: openBreaks(views, date).length,
        runs: row.runs,
        ...(underWay === undefined ? {} : { underWay }),
        asOf: position,
      };
    },
  );
};

/** The days with the provider. */
export const reconciliationRoutes: Routes = (tools) => async (app) => {
  for (const routes of [runADay, listDays, showADay]) await app.register(routes(tools));
};
