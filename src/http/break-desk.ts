import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Reference } from '../../domain/identifiers.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { ReconciliationOutcome } from '../ledger/reconciliations.ts';
import { decideBreak, foundBreak } from '../reconciliation/act.ts';
import type { RunRefusal } from '../reconciliation/ports.ts';
import { breakParams } from './address-params.ts';
import { told } from './answers.ts';
import { callerOf } from './auth.ts';
import { breakResolved, breaksResolved } from './break-answers.ts';
import { sendProblem, sendRefusal } from './problem.ts';
import type { Routes, RouteTools } from './route-tools.ts';
import { found, headOf, positionOr } from './seen.ts';
import { words } from './words.ts';

const actions = z.enum(['link', 'ignore', 'suspense', 'adjust', 'apply']);
const decision = { action: actions, comment: words.reason };
/** A person decides about so many at once. */
const atOnceMax = 1_000;

type Decided = Extract<ReconciliationOutcome, { readonly ok: true }>['value'];

const decide = async (
  tools: RouteTools,
  request: FastifyRequest,
  breakId: Reference,
  asked: { readonly action: z.output<typeof actions>; readonly comment: string },
): Promise<Result<Decided, RunRefusal>> => {
  const { reconciler, views } = tools;
  await found(tools, () => views.breakFound(breakId).answer);
  const known = foundBreak(reconciler.ports, breakId);
  if (!known.ok) return known;
  const who = { actor: callerOf(request).actor, correlation: request.id };
  const outcome = await decideBreak(reconciler.ports, known.value, asked, who);
  return outcome.ok ? ok(outcome.value) : outcome;
};

const resolveOne: Routes = (tools) => async (app) => {
  app.post(
    '/v1/breaks/:breakId/resolve',
    {
      onRequest: tools.gate(['finance']),
      schema: {
        summary: 'Decide about a break',
        description:
          'link · ignore · suspense (puts the money aside) · apply (what the bill proves) · adjust (two people: the first proposes, another says the same)',
        params: breakParams,
        body: z.strictObject(decision),
        response: told(breakResolved),
      },
    },
    async (request, reply) => {
      const { breakId } = request.params;
      const outcome = await decide(tools, request, breakId, request.body);
      if (!outcome.ok) return sendRefusal(reply, outcome.refusal);
      const { facts, state, position } = outcome.value;
      const after = state.breaks.get(breakId);
      if (after === undefined) return sendProblem(reply, 'break-unknown', { breakId });
      const { status, proposedBy } = after;
      return reply.code(facts.length > 0 ? 201 : 200).send({
        breakId,
        state: status,
        action: request.body.action,
        ...(proposedBy === undefined ? {} : { proposedBy }),
        position: await positionOr(tools, position),
      });
    },
  );
};

const resolveMany: Routes = (tools) => async (app) => {
  app.post(
    '/v1/breaks/resolve',
    {
      onRequest: tools.gate(['finance']),
      schema: {
        summary: 'Decide the same about several breaks, with one comment',
        body: z.strictObject({
          breakIds: z.array(words.reference).min(1).max(atOnceMax),
          ...decision,
        }),
        response: { 200: breaksResolved },
      },
    },
    async (request) => {
      const { breakIds, ...asked } = request.body;
      const resolved: Reference[] = [];
      const refused: { readonly breakId: Reference; readonly code: string }[] = [];
      // One that cannot be decided so does not stop the others; each is told apart.
      for (const breakId of new Set(breakIds)) {
        const outcome = await decide(tools, request, breakId, asked);
        if (outcome.ok) resolved.push(breakId);
        else refused.push({ breakId, code: outcome.refusal.code });
      }
      return { resolved, refused, position: await headOf(tools) };
    },
  );
};

/** What people decide about differences. */
export const breakDeskRoutes: Routes = (tools) => async (app) => {
  for (const routes of [resolveOne, resolveMany]) await app.register(routes(tools));
};
