import type { FastifyReply } from 'fastify';
import { type Amount, amountText, type Fen } from '../../domain/money.ts';
import type { Unhandled } from '../ledger/asking.ts';
import { type ProblemCode, problems, type RefusalCode } from './problem-table.ts';

/** The facts of a refusal, as they go out: fen become amounts, all else is plain. */
type Facts = { readonly [name: string]: unknown };

export type Refusal = { readonly code: RefusalCode } & Facts;

const contentType = 'application/problem+json; charset=utf-8';
const retryAfterSeconds = 1;

const shownFact = (value: unknown): unknown => {
  if (typeof value !== 'bigint') return value;
  const text: Amount = amountText(value as Fen);
  return text;
};

/** The body of a problem (RFC 9457), its facts beside it. */
export const problemBody = (code: ProblemCode, facts: Facts = {}): Facts & { status: number } => {
  const { status, title, detail } = problems[code];
  const shownFacts = Object.fromEntries(
    Object.entries(facts)
      .filter(([name]) => name !== 'code')
      .map(([name, value]) => [name, shownFact(value)]),
  );
  return { type: `urn:lotus:problem:${code}`, title, status, code, detail, ...shownFacts };
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
