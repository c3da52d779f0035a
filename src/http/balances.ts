import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PayeeId } from '../../domain/identifiers.ts';
import { dayOf, type Instant } from '../../domain/time.ts';
import { balanceAnswer } from '../../projections/balance-answer.ts';
import { balanceAsOf } from '../views/balance-as-of.ts';
import { entriesPage } from '../views/entries.ts';
import { doctorParams, organizationParams } from './address-params.ts';
import { withAmounts } from './amounts.ts';
import { balanceShown, entriesPage as entriesShown } from './balance-answer.ts';
import { sendProblem } from './problem.ts';
import { atLeast, pageAsked } from './read-asked.ts';
import type { Routes, RouteTools } from './route-tools.ts';
import { seen } from './seen.ts';
import { words } from './words.ts';

const asOfAsked = z.strictObject({ ...atLeast, asOf: words.instant.optional() });
const entriesAsked = z.strictObject({
  ...atLeast,
  ...pageAsked,
  asOf: words.instant.optional(),
});

/** What an account holds, now or at a past instant, and how it came to hold it. */
export const balanceRoutes: Routes = (tools) => async (app) => {
  const { gate } = tools;
  const ofDoctor = gate(['doctor', 'finance', 'auditor'], 'doctorId');
  const ofOrganization = gate(['organization', 'finance', 'auditor'], 'organizationId');

  app.get(
    '/v1/doctors/:doctorId/balance',
    {
      onRequest: ofDoctor,
      schema: {
        summary: 'What the doctor is owed',
        params: doctorParams,
        querystring: asOfAsked,
        response: { 200: balanceShown },
      },
    },
    async (request, reply) =>
      balance(tools, request, reply, request.params.doctorId, request.query.asOf),
  );
  app.get(
    '/v1/organizations/:organizationId/balance',
    {
      onRequest: ofOrganization,
      schema: {
        summary: 'What the organization is owed',
        params: organizationParams,
        querystring: asOfAsked,
        response: { 200: balanceShown },
      },
    },
    async (request, reply) =>
      balance(tools, request, reply, request.params.organizationId, request.query.asOf),
  );
  app.get(
    '/v1/doctors/:doctorId/entries',
    {
      onRequest: ofDoctor,
      schema: {
        summary: 'Movements, newest first',
        params: doctorParams,
        querystring: entriesAsked,
        response: { 200: entriesShown },
      },
    },
    async (request, reply) =>
      entries(tools, request, reply, request.params.doctorId, request.query),
  );
  app.get(
    '/v1/organizations/:organizationId/entries',
    {
      onRequest: ofOrganization,
      schema: {
        summary: 'Movements, newest first',
        params: organizationParams,
        querystring: entriesAsked,
        response: { 200: entriesShown },
      },
    },
    async (request, reply) =>
      entries(tools, request, reply, request.params.organizationId, request.query),
  );
};

/** Nobody is registered under the id in the address. */
const sendNobody = ({ params }: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const named = z.looseObject({ organizationId: z.string().optional() }).parse(params);
  const code = named.organizationId === undefined ? 'doctor-unknown' : 'organization-unknown';
  return sendProblem(reply, code, named);
};

const balance = async (
  tools: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  account: PayeeId,
  at: Instant | undefined,
): Promise<FastifyReply> => {
  const { ledger, views, store, clock } = tools;
  const of = await ledger.desk.accountOf(account);
  if (of === undefined) return sendNobody(request, reply);
  const now = clock.now();
  if (at !== undefined) {
    if (at > now) return sendProblem(reply, 'out-of-time', { now });
    const past = await balanceAsOf(store, account, of.since, at);
    if (past === undefined) return sendProblem(reply, 'out-of-time', { since: of.since });
    return reply.send(
      withAmounts({ ...balanceAnswer(past.answer, dayOf(at)), at, asOf: past.position }),
    );
  }
  if (!(await seen(tools, request, reply, 'balances'))) return reply;
  const { answer, position } = views.balance(account);
  const parts = balanceAnswer(answer?.sums ?? new Map(), dayOf(now));
  return reply.send(withAmounts({ ...parts, asOf: position }));
};

const entries = async (
  tools: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  account: PayeeId,
  { limit, cursor, asOf }: z.infer<typeof entriesAsked>,
): Promise<FastifyReply> => {
  const { ledger, store, views, clock } = tools;
  const of = await ledger.desk.accountOf(account);
  if (of === undefined) return sendNobody(request, reply);
  if (!(await seen(tools, request, reply, 'balances'))) return reply;
  const now = clock.now();
  if (asOf !== undefined && asOf > now) return sendProblem(reply, 'out-of-time', { now });
  const page = await entriesPage(
    { store, views, payee: account, since: of.since, now, until: asOf },
    { limit, after: cursor },
  );
  if (asOf !== undefined && page.position === undefined)
    return sendProblem(reply, 'out-of-time', { since: of.since });
  const { items, next } = page.answer;
  return reply.send(withAmounts({ items, next: next ?? null, asOf: page.position }));
};
