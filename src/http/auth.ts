import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller, Role } from './caller.ts';
import { sendProblem } from './problem.ts';
import type { TokenCheck } from './token-check.ts';

const callers = new WeakMap<FastifyRequest, Caller>();

/** The caller of a request that passed a gate. */
export const callerOf = (request: FastifyRequest): Caller => {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error('This route has no gate');
  return caller;
};

/** Whose own a route is about: the doctor or organization named in its path. */
export type Owner = 'doctorId' | 'organizationId';

/** Lets through whoever has one of the roles; doctors and organizations only to what is their own. */
export const gatesWith = (check: TokenCheck) => (allowed: readonly Role[], owner?: Owner) => {
  const admit = (
    request: FastifyRequest,
    reply: FastifyReply,
    done: (error?: Error) => void,
    caller: Caller | undefined,
  ): void => {
    if (caller === undefined)
      return void sendProblem(reply.header('www-authenticate', 'Bearer'), 'unauthenticated');
    if (!allowed.includes(caller.role) || !isTheirs(caller, request, owner))
      return void sendProblem(reply, 'forbidden');
    callers.set(request, caller);
    done();
  };
  return (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void => {
    const token = tokenIn(request.headers.authorization);
    const caller = token === undefined ? undefined : check(token);
    if (caller instanceof Promise)
      void caller.then((found) => admit(request, reply, done, found), done);
    else admit(request, reply, done, caller);
  };
};

/** The name of the scheme may be written in any case. */
const tokenIn = (header: string | undefined): string | undefined =>
  header !== undefined && /^bearer /i.test(header) ? header.slice(7) : undefined;

const isTheirs = (caller: Caller, request: FastifyRequest, owner: Owner | undefined): boolean => {
  if (owner === undefined || caller.role !== (owner === 'doctorId' ? 'doctor' : 'organization'))
    return true;
  return (request.params as { readonly [name: string]: unknown })[owner] === caller.party;
};
