import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { policyOn, type WithdrawalPolicy } from '../../domain/policy/withdrawal-policy.ts';
import { dayOf, type Instant } from '../../domain/time.ts';
import type { AppPorts } from '../app.ts';
import type { Asking } from '../ledger/asking.ts';
import { callerOf, type gatesWith } from './auth.ts';
import { sendProblem } from './problem.ts';

/** What every group of routes may use, all of it in its parameter. */
export type RouteTools = AppPorts & { readonly gate: ReturnType<typeof gatesWith> };
export type Routes = (tools: RouteTools) => FastifyPluginAsyncZod;

/** How long a read waits for the position it was asked to have seen, ms. */
const patienceMs = 2_000;

export const askingOf = (request: FastifyRequest, commandId: string, now: Instant): Asking => ({
  actor: callerOf(request).actor,
  commandId,
  correlation: request.id,
  now,
});

export const policyNow = ({ policies }: RouteTools, now: Instant): WithdrawalPolicy =>
  policyOn(policies, dayOf(now));

/** `?at-least=`: the position a read must have seen. */
export const atLeast = { 'at-least': z.string().max(64).optional() };
export const pageAsked = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(512).optional(),
};

/** Waits until the views have seen what the caller wrote; answers the problem itself where they do not. */
export const seen = async (
  { views, store }: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> => {
  const { 'at-least': asked } = request.query as { readonly 'at-least'?: string };
  if (asked === undefined) return true;
  const position = store.parsePosition(asked);
  if (position === undefined) {
    const errors = [{ path: 'at-least', message: 'expected a position that a write has answered' }];
    sendProblem(reply, 'invalid-request', { errors });
    return false;
  }
  if (await views.caughtUpTo(position, patienceMs)) return true;
  sendProblem(reply, 'views-behind', { position: asked });
  return false;
};
