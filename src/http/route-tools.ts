import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { policyOn, type WithdrawalPolicy } from '../../domain/policy/withdrawal-policy.ts';
import { dayOf, type Instant } from '../../domain/time.ts';
import type { AppPorts } from '../app.ts';
import type { Asking } from '../ledger/asking.ts';
import { fieldProblems } from '../parsed-text.ts';
import type { AccountHistories } from '../views/account-histories.ts';
import { callerOf, type gatesWith } from './auth.ts';
import { sendInvalid } from './problem.ts';

/** What every group of routes may use, all of it in its parameter. */
export type RouteTools = AppPorts & {
  readonly gate: ReturnType<typeof gatesWith>;
  readonly histories: AccountHistories;
};
export type Routes = (tools: RouteTools) => FastifyPluginAsyncZod;

export const askingOf = (request: FastifyRequest, commandId: string, now: Instant): Asking => ({
  actor: callerOf(request).actor,
  commandId,
  correlation: request.id,
  now,
});

export const policyNow = ({ policies }: RouteTools, now: Instant): WithdrawalPolicy =>
  policyOn(policies, dayOf(now));

const nothing = z.strictObject({}).nullish();

/** For routes that take no body: an empty one is let through, a field in it is unknown. */
export const noBody = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
  const parsed = nothing.safeParse(request.body);
  if (parsed.success) done();
  else sendInvalid(reply, fieldProblems(parsed.error.issues));
};
