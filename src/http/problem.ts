import type { FastifyReply } from 'fastify';
import type { Unhandled } from '../ledger/asking.ts';
import type { FieldProblem } from '../parsed-text.ts';
import { withAmounts } from './amounts.ts';
import { type ProblemCode, problems, type RefusalCode } from './problem-table.ts';

/** The facts of a refusal, as they go out: fen become amounts, all else is plain. */
type Facts = { readonly [name: string]: unknown };

export type Refusal = { readonly code: RefusalCode } & Facts;

const contentType = 'application/problem+json; charset=utf-8';
const retryAfterSeconds = 1;

/** The body of a problem (RFC 9457), its facts beside it. */
export const problemBody = (code: ProblemCode, facts: Facts = {}): Facts & { status: number } => {
  const { status, title, detail } = problems[code];
  const { code: _code, ...rest } = facts;
  const shown = withAmounts(rest) as Facts;
  return { type: `urn:lotus:problem:${code}`, title, status, code, detail, ...shown };
};

/** Answers with a problem. Where trying again may help, it says when. */
export const sendProblem = (
  reply: FastifyReply,
  code: ProblemCode,
  facts: Facts = {},
): FastifyReply => {
  const body = problemBody(code, facts);
  if (body.status === 503) reply.header('retry-after', retryAfterSeconds);
  return reply.code(body.status).header('content-type', contentType).send(JSON.stringify(body));
};

export const sendRefusal = (reply: FastifyReply, refusal: Refusal | Unhandled): FastifyReply =>
  sendProblem(reply, refusal.code, refusal);

/** Bad input: which fields, and what was expected of each. */
export const sendInvalid = (reply: FastifyReply, errors: readonly FieldProblem[]): FastifyReply =>
  sendProblem(reply, 'invalid-request', { errors });
