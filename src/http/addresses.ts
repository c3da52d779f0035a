import type { FastifyInstance } from 'fastify';
import { sendProblem } from './problem.ts';

type Address = { readonly pattern: RegExp; readonly methods: Set<string> };

/** `/v1/payers/:payerId` as a pattern of what it takes. */
const patternOf = (url: string): RegExp => {
  const levels = url
    .split('/')
    .map((level) =>
      level.startsWith(':') ? '[^/]+' : level.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
  return new RegExp(`^${levels.join('/')}$`);
};

/** Tells an unknown address (404) from a known one that does not take the method (405). */
export const answerUnknownAddresses = (app: FastifyInstance): void => {
  const addresses = new Map<string, Address>();
  app.addHook('onRoute', ({ url, method }) => {
    const address = addresses.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const one of [method].flat()) address.methods.add(one);
    addresses.set(url, address);
  });
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?');
    const allowed = new Set(
      [...addresses.values()]
        .filter(({ pattern }) => pattern.test(path))
        .flatMap(({ methods }) => [...methods]),
    );
    if (allowed.size === 0) return sendProblem(reply, 'not-found');
    return sendProblem(reply.header('allow', [...allowed].join(', ')), 'method-not-allowed');
  });
};
