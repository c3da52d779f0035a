import type { FastifyInstance, FastifyRequest } from 'fastify';
import { whenAnswered } from './answered.ts';
import { requests } from './metrics.ts';
import { sendProblem } from './problem.ts';

/** Commands taken in at once: at the most unless told, to begin with, and always. */
const commandsMaxUsual = 1_000;
const commandsFirst = 512;
const commandsAlways = 64;
/** A command that took longer says that too many are taken in; a quicker one that there is room, ms. */
const slowMs = 400;

/**
 * Refuses commands beyond what is worked on at once with 503 and Retry-After, before anything is
 * spent on them: more would not be done sooner, only wait longer. How many that is follows from how
 * long those taken in have to wait, so on a slow disk or a busy machine it is fewer. Reads, health
 * and metrics are answered all the same.
 */
export const keepWithinCapacity = (
  app: FastifyInstance,
  commandsMax: number = commandsMaxUsual,
): void => {
  const least = Math.min(commandsAlways, commandsMax);
  let limit = Math.min(commandsFirst, commandsMax);
  let commands = 0;
  const isCommand = ({ method }: FastifyRequest): boolean => method !== 'GET';
  whenAnswered(
    app,
    (request) => {
      requests.underWay += 1;
      if (isCommand(request)) commands += 1;
    },
    (request, reply) => {
      requests.underWay -= 1;
      if (!isCommand(request)) return;
      const isNearLimit = 2 * commands > limit;
      commands -= 1;
      if (reply.statusCode === 503) return;
      if (reply.elapsedTime > slowMs) limit = Math.max(least, limit - 1);
      else if (isNearLimit) limit = Math.min(commandsMax, limit + 1);
    },
  );
  app.addHook('onRequest', (request, reply, done) => {
    if (!isCommand(request) || commands <= limit) return done();
    sendProblem(reply, 'busy');
  });
};
