import { type Dispatcher, errors, Pool } from 'undici';
import { type GatewayAnswer, readAnswer } from './answer.ts';
import { canonicalPairs, type Parameters, wirePairs } from './protocol/encoding.ts';
import { authorization, contentHash } from './protocol/request-signature.ts';
import { rsaSigner, rsaVerifier } from './protocol/signer.ts';

export type CallOptions = {
  /** The gateway with its context: `https://…/yop-center`. */
  readonly url: string;
  readonly appKey: string;
  readonly privateKeyPem: string;
  readonly platformPublicKeyPem: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newRequestId: () => string;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly connections: number;
};

export type Content =
  | { readonly as: 'query' | 'form'; readonly parameters: Parameters }
  | { readonly as: 'json'; readonly text: string };

/** What came of a call: an answer, or nothing, and then whether bytes may have left the house. */
export type Called =
  | GatewayAnswer
  | { readonly kind: 'not-connected'; readonly why: string }
  | { readonly kind: 'no-answer'; readonly why: string };

export type Caller = {
  readonly call: (path: string, content: Content) => Promise<Called>;
  readonly download: (
    path: string,
    parameters: Parameters,
  ) => Promise<Called | { readonly kind: 'bytes'; readonly bytes: AsyncIterable<Uint8Array> }>;
  readonly close: () => Promise<void>;
};

const answerBytesMax = 4 * 1_048_576;

/** Signs, sends and verifies; one keep-alive pool for all calls. Never repeats a call by itself. */
export const gatewayCaller = (options: CallOptions): Caller => {
  const { origin, pathname } = new URL(options.url);
  const context = pathname.replace(/\/$/, '');
  const signer = rsaSigner(options.privateKeyPem);
  const platform = rsaVerifier(options.platformPublicKeyPem);
  const pool = new Pool(origin, {
    connections: options.connections,
    headersTimeout: options.readTimeoutMs,
    bodyTimeout: options.readTimeoutMs,
    connect: { timeout: options.connectTimeoutMs },
  });

  const send = (path: string, content: Content): Promise<Dispatcher.ResponseData> => {
    const method = content.as === 'query' ? 'GET' : 'POST';
    const query = content.as === 'query' ? content.parameters : {};
    const body =
      content.as === 'json'
        ? content.text
        : content.as === 'form'
          ? wirePairs(content.parameters)
          : '';
    const hashed = content.as === 'form' ? canonicalPairs(content.parameters) : body;
    const headers = {
      'x-yop-appkey': options.appKey,
      'x-yop-content-sha256': contentHash(hashed),
      'x-yop-request-id': options.newRequestId(),
    };
    const timestamp = `${new Date(options.now()).toISOString().slice(0, 19)}Z`;
    const signed = authorization(
      signer,
      { method, path, query, headers },
      options.appKey,
      timestamp,
    );
    const search = content.as === 'query' ? `?${wirePairs(content.parameters)}` : '';
    return pool.request({
      method,
      path: `${context}${path}${search}`,
      headers: {
        ...headers,
        authorization: signed,
        'content-type':
          content.as === 'json'
            ? 'application/json'
            : 'application/x-www-form-urlencoded;charset=UTF-8',
        // Without a version of at least 3.0.0 the gateway answers in its old codes.
        'x-yop-sdk-version': '4.0.0',
        'x-yop-sdk-langs': 'node',
      },
      body: body === '' ? null : body,
    });
  };

  const answerOf = async ({
    statusCode,
    headers,
    body,
  }: Dispatcher.ResponseData): Promise<Called> => {
    const length = Number(headers['content-length'] ?? 0);
    if (length > answerBytesMax) {
      body.destroy();
      return { kind: 'unreadable', why: 'the answer is too large' };
    }
    const sign = headers['x-yop-sign'];
    return readAnswer(
      statusCode,
      await body.text(),
      typeof sign === 'string' ? sign : undefined,
      platform,
    );
  };

  return {
    call: async (path, content) => {
      try {
        return await answerOf(await send(path, content));
      } catch (error) {
        return whatHappened(error);
      }
    },
    download: async (path, parameters) => {
      try {
        const answer = await send(path, { as: 'query', parameters });
        const type = String(answer.headers['content-type'] ?? '');
        if (answer.statusCode === 200 && !type.includes('json'))
          return { kind: 'bytes', bytes: answer.body };
        return await answerOf(answer);
      } catch (error) {
        return whatHappened(error);
      }
    },
    close: () => pool.close(),
  };
};

const beforeConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Only an error from before the connection existed proves that nothing was sent. */
const whatHappened = (error: unknown): Called => {
  const code = error instanceof errors.UndiciError || error instanceof Error ? codeOf(error) : '';
  return beforeConnected.has(code)
    ? { kind: 'not-connected', why: code }
    : { kind: 'no-answer', why: code === '' ? 'the connection failed' : code };
};

const codeOf = (error: Error): string => {
  if (error instanceof AggregateError && error.errors[0] instanceof Error)
    return codeOf(error.errors[0]);
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
};
