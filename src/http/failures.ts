import type { FastifyError, FastifyInstance } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { StoreUnreadable } from '../ledger/stored-facts.ts';
import { UnknownCursor } from '../views/list-cursor.ts';
import { IndexBehind } from '../views/withdrawal-index.ts';
import { sendProblem } from './problem.ts';
import type { ProblemCode } from './problem-table.ts';

const codes: { readonly [code: string]: ProblemCode } = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid-request',
  FST_ERR_BAD_URL: 'not-found',
};

type Issue = { readonly instancePath?: string; readonly message?: string };

/** `/team/0/share` becomes `team.0.share`; a problem of the whole body is at its root. */
const pathOf = ({ instancePath = '' }: Issue): string => instancePath.slice(1).replaceAll('/', '.');

/** Everything that is thrown ends here: bad input is told what is wrong, bugs are logged and say nothing. */
export const handleFailures = (app: FastifyInstance): void => {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      const errors = error.validation.map((issue: Issue) => ({
        path: pathOf(issue),
        message: issue.message ?? 'not as expected',
      }));
      return sendProblem(reply, 'invalid-request', { errors });
    }
    if (error instanceof UnknownCursor) {
      const errors = [{ path: 'cursor', message: 'expected a cursor that this list has answered' }];
      return sendProblem(reply, 'invalid-request', { errors });
    }
    if (error instanceof IndexBehind) return sendProblem(reply, 'views-behind');
    if (error instanceof StoreUnreadable) return sendProblem(reply, 'store-unavailable');
    const code = codes[error.code] ?? (error instanceof SyntaxError ? 'malformed-json' : undefined);
    if (code !== undefined) return sendProblem(reply, code);
    request.log.error(
      { err: { name: error.name, message: error.message, stack: error.stack } },
      'request failed',
    );
    return sendProblem(reply, 'internal', { requestId: request.id });
  });
  app.setNotFoundHandler((request, reply) => {
    const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const;
    const path = request.url.split('?')[0] ?? '';
    const allowed = methods.filter(
      (method) => app.findRoute({ method, url: path }) !== null || matches(app, method, path),
    );
    if (allowed.length === 0) return sendProblem(reply, 'not-found');
    return sendProblem(reply.header('allow', allowed.join(', ')), 'method-not-allowed');
  });
};

/** `findRoute` knows patterns only; this asks whether a concrete address would have met one. */
const matches = (app: FastifyInstance, method: string, path: string): boolean =>
  app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .some((line) => {
      const found = /^[^/]*(\/\S*) \(([^)]*)\)/.exec(line);
      if (found === null || !(found[2] ?? '').split(', ').includes(method)) return false;
      const pattern = (found[1] ?? '').replaceAll(/:[^/]+/g, '[^/]+');
      return new RegExp(`^${pattern}$`).test(path);
    });
