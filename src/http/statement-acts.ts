import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Reference } from '../../domain/identifiers.ts';
import type { Result } from '../../domain/result.ts';
import type { Asking } from '../ledger/asking.ts';
import type { SettlingRefusal, StatementTold } from '../ledger/statement-ports.ts';
import { callerOf } from './auth.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { askingOf, noBody, type Routes, type RouteTools } from './route-tools.ts';
import { statementSummary, statementTold } from './statement-answer.ts';
import { linesPage } from './statement-lines.ts';
import { notStated, words } from './words.ts';

const params = z.strictObject({ statementId: words.reference });
const linesNamedMax = 1_000;
const answers = { response: { 200: statementTold } };

const confirmStatement: Routes = (tools) => async (app) => {
  app.post(
    '/v1/statements/:statementId/confirm',
    {
      onRequest: tools.gate(['organization']),
      preValidation: [ownStatement(tools), noBody],
      schema: { summary: 'Agree to a statement', params, ...answers },
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
        params,
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
        params,
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

const voidStatement: Routes = (tools) => async (app) => {
  app.post(
    '/v1/statements/:statementId/void',
    {
      onRequest: tools.gate(['finance']),
      schema: {
        summary: 'Take a statement back, before it is scheduled',
        params,
        body: z.strictObject({ reason: words.reason.optional() }).nullish(),
        ...answers,
      },
    },
    async (request, reply) =>
      say(tools, request, reply, request.params.statementId, (id, asking) =>
        tools.ledger.statementActs.void(id, request.body?.reason ?? notStated, asking),
      ),
  );
};

const payAgain: Routes = (tools) => async (app) => {
  app.post(
    '/v1/statements/:statementId/pay',
    {
      onRequest: tools.gate(['finance']),
      preValidation: noBody,
      schema: { summary: 'Pay again what of a statement was refused', params, ...answers },
    },
    async (request, reply) =>
      say(tools, request, reply, request.params.statementId, (id, asking) =>
        tools.ledger.statementProgress.schedule(id, true, asking),
      ),
  );
};

/** What organizations and finance say about a statement. */
export const statementActRoutes: Routes = (tools) => async (app) => {
  for (const routes of [confirmStatement, disputeLines, invoiceStatement, voidStatement, payAgain])
    await app.register(routes(tools));
};

type Told = StatementTold & { readonly next?: StatementTold | undefined };

/** Looks whose statement it is before anything of the request is looked at. */
const ownStatement =
  ({ ledger }: RouteTools) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const named = params.safeParse(request.params);
    if (!named.success) return undefined;
    const { issued } = await ledger.statements.state(named.data.statementId);
    const isOther = issued !== undefined && issued.organizationId !== callerOf(request).party;
    return isOther ? sendProblem(reply, 'forbidden') : undefined;
  };

/** Says something about a statement. */
const say = async (
  { ledger, store, clock }: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  statementId: Reference,
  act: (id: Reference, asking: Asking) => Promise<Result<Told, SettlingRefusal>>,
): Promise<FastifyReply> => {
  const { issued } = await ledger.statements.state(statementId);
  if (issued === undefined) return sendProblem(reply, 'statement-unknown', { statementId });
  const asking = askingOf(request, `Statement:${statementId}:${request.id}`, clock.now());
  const outcome = await act(statementId, asking);
  if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
  const { statement, next, position } = outcome.value;
  const page = await linesPage(store, statementId, { limit: 100 });
  return reply.send({
    ...statementSummary({ statementId, ...issued }, statement),
    ...page,
    ...(next === undefined ? {} : { continuedBy: next.statementId }),
    position: next?.position ?? position,
  });
};
