import Fastify from 'fastify';

/** The limit: a route that only parses the same JSON. No auth, no validation, no store. */
const app = Fastify();
app.post('/v1/earnings', async (_request, reply) => {
  reply.code(201);
  return { earningId: 'x', account: 'x', availableOn: '2026-11-30', position: '1' };
});
const url = await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`bare listens on ${url}\n`);
