import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Tells of every request when it comes in, and once more when its answer is ready to be sent. That
 * also happens where the caller has hung up meanwhile: Fastify's `onResponse` does not, because to
 * nobody nothing is ever sent to its end.
 */
export const whenAnswered = (
  app: FastifyInstance,
  begun: (request: FastifyRequest) => void,
  answered: (request: FastifyRequest, reply: FastifyReply) => void,
): void => {
  // An answer that cannot be sent is made anew, as a problem: it ends one request all the same.
  const open = new WeakSet<FastifyRequest>();
  app.addHook('onRequest', (request, _reply, done) => {
    open.add(request);
    begun(request);
    done();
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (open.delete(request)) answered(request, reply);
    done();
  });
};
