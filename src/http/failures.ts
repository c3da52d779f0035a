import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { StoreUnreadable } from '../ledger/stored-facts.ts';
import { fieldProblems, type PlainIssue } from '../parsed-text.ts';
import { UnknownCursor } from '../views/list-cursor.ts';
import { ViewNotBuilt } from '../views/stored-views.ts';
import { IndexBehind } from '../views/withdrawal-index.ts';
import { sendInvalid, sendProblem } from './problem.ts';
import type { ProblemCode } from './problem-table.ts';
import { KeysUnreachable } from './token-check.ts';

const codes: { readonly [code: string]: ProblemCode } = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid-request',
};
/** The caller hung up before everything was sent: nobody is there to be answered. */
const hungUp = new Set(['ECONNRESET', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE']);

type Validation = NonNullable<FastifyError['validation']>[number];

const issueOf = ({ keyword, instancePath, message, params }: Validation): PlainIssue => ({
  code: keyword,
  path: instancePath.split('/').filter((level) => level !== ''),
  message: message ?? 'not as expected',
  keys: Array.isArray(params.keys) ? params.keys.map(String) : undefined,
});

/** Everything that is thrown ends here: bad input is told what is wrong, bugs are logged and say nothing. */
export const handleFailures = (app: FastifyInstance): void => {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error))
      return sendInvalid(reply, fieldProblems(error.validation.map(issueOf)));
    if (error instanceof UnknownCursor) {
      return sendInvalid(reply, [
        { path: 'cursor', message: 'expected a cursor that this list has answered' },
      ]);
    }
    if (error instanceof KeysUnreachable) {
      request.log.error({ err: error }, 'the keys that verify tokens are out of reach');
      return sendProblem(reply, 'keys-unreachable');
    }
    if (error instanceof IndexBehind || error instanceof ViewNotBuilt)
      return sendProblem(reply, 'views-behind');
    if (error instanceof StoreUnreadable) return sendProblem(reply, 'store-unavailable');
    const code = codes[error.code];
    if (code !== undefined) return sendProblem(reply, code);
    if (hungUp.has(error.code) && request.socket.destroyed) {
      request.log.info({ code: error.code }, 'the caller hung up');
      return sendProblem(reply, 'invalid-request');
    }
    request.log.error(
      { err: { name: error.name, message: error.message, stack: error.stack } },
      'request failed',
    );
    return sendProblem(reply, 'internal', { requestId: request.id });
  });
};

/** Addresses that cannot be read or are too long never meet a route. */
export const refuseAddress = (reply: FastifyReply): FastifyReply =>
  sendInvalid(reply, [{ path: '', message: 'expected an address that can be decoded' }]);
