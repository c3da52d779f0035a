import { z } from 'zod';
import { statementParams } from './address-params.ts';
import { told } from './answers.ts';
import { callerOf } from './auth.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { atLeast, pageAsked } from './read-asked.ts';
import { askingOf, type Routes } from './route-tools.ts';
import { positionOr, seen, viewsAtHead } from './seen.ts';
import { statementRead, statementTold } from './statement-answer.ts';
import { sendStatementFile, statementFormats } from './statement-files.ts';
import { linesPage } from './statement-lines.ts';
import { allStatements, statementsOfOrganization } from './statement-lists.ts';
import { statementSummary, statementWithLife } from './statement-summary.ts';
import { words } from './words.ts';

/** How many lines an answer to a word about a statement shows. */
const linesShown = { limit: 100 };

const issueStatement: Routes = (tools) => async (app) => {
  const { ledger, store, clock, gate } = tools;
  app.post(
    '/v1/statements',
    {
      onRequest: gate(['finance']),
      schema: {
        summary: 'Issue what a payer owes an organization for a month',
        description:
          'Of a month that is not over it lists what there is; what comes later stands on the next.',
        body: z.strictObject({
          organizationId: words.payeeId,
          payerId: words.payerId,
          period: words.month,
        }),
        response: told(statementTold),
      },
    },
    async (request, reply) => {
      const of = request.body;
      const now = clock.now();
      if (of.period > now.slice(0, 7)) return sendProblem(reply, 'period-to-come', { now });
      const asking = askingOf(request, `IssueStatement:${request.id}`, now);
      const outcome = await ledger.statements.issue(of, asking);
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { statementId, version, statement, added, position } = outcome.value;
      const page = await linesPage(store, statementId, linesShown);
      const summary = statementSummary({ statementId, version, ...of }, statement);
      const known = await positionOr(tools, position);
      return reply.code(added ? 201 : 200).send({ ...summary, ...page, position: known });
    },
  );
};

const oneStatement: Routes = (tools) => async (app) => {
  const { views, store, gate } = tools;
  app.get(
    '/v1/statements/:statementId',
    {
      onRequest: gate(['organization', 'finance', 'auditor']),
      schema: {
        summary: 'A statement with its life and a page of its lines',
        params: statementParams,
        querystring: z.strictObject({
          ...atLeast,
          ...pageAsked,
          format: z.enum(['json', ...statementFormats]).default('json'),
        }),
        response: { 200: statementRead },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { statementId } = request.params;
      // What was said a moment ago is part of the answer: a statement is looked at right after it.
      await viewsAtHead(tools);
      const { answer: row, position } = views.statement(statementId);
      if (row === undefined || row.statement.issued === undefined)
        return sendProblem(reply, 'statement-unknown', { statementId });
      const { role, party } = callerOf(request);
      if (role === 'organization' && row.organizationId !== party)
        return sendProblem(reply, 'forbidden');
      const { format, limit, cursor } = request.query;
      if (format !== 'json') return sendStatementFile(tools, reply, row, format);
      const page = await linesPage(store, statementId, { limit, cursor });
      return { ...statementWithLife(row), ...page, asOf: position };
    },
  );
};

/** Settlement statements: issuing and reading them. */
export const statementRoutes: Routes = (tools) => async (app) => {
  for (const routes of [issueStatement, oneStatement, allStatements, statementsOfOrganization])
    await app.register(routes(tools));
};
