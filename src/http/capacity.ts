import type { FastifyInstance } from 'fastify';
import { sendProblem } from './problem.ts';

/**
 * Commands taken in at once unless told. Beyond it more would not be done sooner, only wait longer:
 * at 10,000 a second the last of so many waits for a tenth of one.
 */
const commandsMaxUsual = 1_000;

/**
 * Refuses commands beyond what is worked on at once with 503 and Retry-After, before anything is
 * spent on them, so that those taken in are answered soon and nothing piles up. Reads, health and
 * metrics are answered all the same.
 */
export const keepWithinCapacity = (
  app: FastifyInstance,
  commandsMax: number = commandsMaxUsual,
): void => {
  let commands = 0;
  app.addHook('onRequest', (request, reply, done) => {
    if (request.method === 'GET') return done();
    commands += 1;
    if (commands <= commandsMax) return done();
    sendProblem(reply, 'busy');
  });
  app.addHook('onResponse', (request, _reply, done) => {
    if (request.method !== 'GET') commands -= 1;
    done();
  });
};
