import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

const nothing = z.strictObject({});

/** A route of the contract that names no query takes none: what nobody reads is refused, never dropped. */
export const refuseUnknownQueries = (app: FastifyInstance): void => {
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/v1/')) route.schema = { querystring: nothing, ...route.schema };
  });
};
