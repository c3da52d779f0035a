import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

/** How every no is answered (RFC 9457); its facts stand beside these. */
const problem = {
  description: 'A problem: see `code`',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          code: { type: 'string', description: 'Stable; one word for one reason' },
          detail: { type: 'string' },
          errors: {
            type: 'array',
            description: 'Where the request itself is not valid',
            items: {
              type: 'object',
              properties: { path: { type: 'string' }, message: { type: 'string' } },
              required: ['path', 'message'],
            },
          },
        },
        required: ['type', 'title', 'status', 'code', 'detail'],
      },
    },
  },
};

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transform']>;

/** A route as its zod schemas say, and the problems it may answer. */
const transform: Transform = (route) => {
  const { schema, url } = jsonSchemaTransform(route);
  if (schema.hide === true) return { schema, url };
  const response = { 200: { description: 'Done' }, ...Object(schema.response), default: problem };
  return { schema: { ...schema, response }, url };
};

/** The contract as a document, made from the schemas that validate. */
export const contract: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Lotus Ledger',
      version: '1',
      description: 'What doctors earn and what is paid out to them.',
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
    security: [{ bearer: [] }],
  },
  transform,
};
