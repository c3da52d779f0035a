import { type Dispatcher, Pool } from 'undici';
import { type GatewayAnswer, readAnswer } from './answer.ts';
import { type ConnectionFault, connectionFault } from './connection-fault.ts';
import type { Parameters } from './protocol/encoding.ts';
import { rsaSigner, rsaVerifier } from './protocol/signer.ts';
import { type Content, type Identity, signedRequest } from './signed-request.ts';

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
  /** For the whole answer of a call; for a download between two pieces of it. */
  readonly readTimeoutMs: number;
  readonly connections: number;
};

/** What came of a call: an answer, or nothing, and then whether bytes may have left the house. */
export type Called = GatewayAnswer | ConnectionFault;

export type Downloaded =
  | Called
  | { readonly kind: 'bytes'; readonly bytes: AsyncIterable<Uint8Array> };

export type Gateway = {
  readonly call: (path: string, content: Content) => Promise<Called>;
  readonly download: (path: string, parameters: Parameters) => Promise<Downloaded>;
  readonly close: () => Promise<void>;
};

const answerBytesMax = 4 * 1_048_576;

/** Signs, sends and verifies; one keep-alive pool for all calls. Never repeats a call by itself. */
export const yeepayGateway = (options: CallOptions): Gateway => {
  const { origin, pathname } = new URL(options.url);
  const context = pathname.replace(/\/$/, '');
  const identity: Identity = { ...options, signer: rsaSigner(options.privateKeyPem) };
  const platform = rsaVerifier(options.platformPublicKeyPem);
  const pool = new Pool(origin, {
    connections: options.connections,
    headersTimeout: options.readTimeoutMs,
    bodyTimeout: options.readTimeoutMs,
    connect: { timeout: options.connectTimeoutMs },
  });
  const patienceMs = options.connectTimeoutMs + options.readTimeoutMs;

  const send = async (path: string, content: Content, signal?: AbortSignal) => {
    const request = await signedRequest(identity, path, content);
    const timed = signal === undefined ? {} : { signal };
    return pool.request({ ...request, path: `${context}${request.path}`, ...timed });
  };

  const answerOf = async ({ statusCode, headers, body }: Dispatcher.ResponseData) => {
    const text = await boundedText(body);
    if (text === undefined) return { kind: 'unreadable', why: 'the answer is too large' } as const;
    const sign = headers['x-yop-sign'];
    return readAnswer(statusCode, text, typeof sign === 'string' ? sign : undefined, platform);
  };

  return {
    call: async (path, content) => {
      try {
        return await answerOf(await send(path, content, AbortSignal.timeout(patienceMs)));
      } catch (error) {
        return connectionFault(error);
      }
    },
    download: async (path, parameters) => {
      try {
        const answer = await send(path, { as: 'query', parameters });
        const isFile = answer.statusCode === 200 && !isJson(answer);
        return isFile ? { kind: 'bytes', bytes: answer.body } : await answerOf(answer);
      } catch (error) {
        return connectionFault(error);
      }
    },
    close: () => pool.close(),
  };
};

const isJson = ({ headers }: Dispatcher.ResponseData): boolean =>
  String(headers['content-type'] ?? '').includes('json');

/** The text of an answer; undefined when it is longer than any answer may be. */
const boundedText = async (body: AsyncIterable<Uint8Array>): Promise<string | undefined> => {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > answerBytesMax) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
};
