import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PayeeId, Reference } from '../../domain/identifiers.ts';
import type { DeskCommand } from '../ledger/desk.ts';
import { sendRefusal } from './problem.ts';
import { askingOf, type RouteTools } from './route-tools.ts';

/** Tells an account a command and answers what was told, whether it was new or not. */
export const tellAccount = async (
  { ledger, clock }: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  account: PayeeId,
  command: DeskCommand,
  id: Reference,
  told: { readonly [name: string]: unknown },
): Promise<FastifyReply> => {
  const asking = askingOf(request, `${command.type}:${account}:${id}`, clock.now());
  const outcome = await ledger.desk.handle(account, command, asking);
  if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
  const { facts, position } = outcome.value;
  return reply.code(facts.length > 0 ? 201 : 200).send({ ...told, position });
};
