import { z } from 'zod';
import { statementParams } from './address-params.ts';
import { noBody, type Routes } from './route-tools.ts';
import { answers, ownStatement, say } from './say-about-statement.ts';
import { payAgain, voidStatement } from './statement-desk.ts';
import { words } from './words.ts';

const linesNamedMax = 1_000;

const confirmStatement: Routes = (tools) => async (app) => {
  app.post(
    '/v1/statements/:statementId/confirm',
    {
      onRequest: tools.gate(['organization']),
      preValidation: [ownStatement(tools), noBody],
      schema: { summary: 'Agree to a statement', params: statementParams, ...answers },
    },
    async (request, reply) =>
      say(tools, request, reply, request.params.statementId, (id, asking) =>
        tools.ledger.statementActs.confirm(id, asking),
      ),
  );
};

const disputeLines: Routes = (tools) => async (app) => {
  app.post(
    '/v1/statements/:statementId/dispute',
    {
      onRequest: tools.gate(['organization']),
      preValidation: ownStatement(tools),
      schema: {
        summary: 'Dispute lines; the others go on in the next version',
        params: statementParams,
        body: z.strictObject({
          lines: z
            .array(z.union([z.int().min(1), words.reference]))
            .min(1)
            .max(linesNamedMax)
            .meta({ description: 'Line numbers, or the ids of what stands on the lines' }),
          reason: words.reason,
        }),
        ...answers,
      },
    },
    async (request, reply) => {
      const { lines, reason } = request.body;
      return say(tools, request, reply, request.params.statementId, (id, asking) =>
        tools.ledger.statementActs.dispute(id, lines, reason, asking),
      );
    },
  );
};

const invoiceStatement: Routes = (tools) => async (app) => {
  app.post(
    '/v1/statements/:statementId/invoice',
    {
      onRequest: tools.gate(['organization']),
      preValidation: ownStatement(tools),
      schema: {
        summary: 'Hand in the invoice; the statement is then paid',
        params: statementParams,
        body: z.strictObject({
          invoiceNo: words.reference,
          total: words.amount,
          buyer: words.legalName,
          item: words.legalName,
        }),
        ...answers,
      },
    },
    async (request, reply) =>
      say(tools, request, reply, request.params.statementId, (id, asking) =>
        tools.ledger.statementActs.invoice(id, request.body, asking),
      ),
  );
};

/** What organizations and finance say about a statement. */
export const statementActRoutes: Routes = (tools) => async (app) => {
  for (const routes of [confirmStatement, disputeLines, invoiceStatement, voidStatement, payAgain])
    await app.register(routes(tools));
};
