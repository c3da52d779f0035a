import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Reference } from '../../domain/identifiers.ts';
import type { Result } from '../../domain/result.ts';
import type { Asking } from '../ledger/asking.ts';
import type { SettlingRefusal } from '../ledger/statement-ports.ts';
import type { StatementTold } from '../ledger/statement-told.ts';
import { statementParams } from './address-params.ts';
import { callerOf } from './auth.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import { askingOf, type RouteTools } from './route-tools.ts';
import { statementTold } from './statement-answer.ts';
import { linesPage } from './statement-lines.ts';
import { statementSummary } from './statement-summary.ts';

type Told = StatementTold & { readonly next?: StatementTold | undefined };

/** Looks whose statement it is before anything of the request is looked at. */
export const ownStatement =
  ({ ledger }: RouteTools) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const named = statementParams.safeParse(request.params);
    if (!named.success) return undefined;
    const { issued } = await ledger.statements.state(named.data.statementId);
    const isOther = issued !== undefined && issued.organizationId !== callerOf(request).party;
    return isOther ? sendProblem(reply, 'forbidden') : undefined;
  };

/** Says something about a statement. */
export const say = async (
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

export const answers = { response: { 200: statementTold } };
