import type { FastifyRequest } from 'fastify';
import { type Authorization, parseAuthorization } from '../protocol/authorization.ts';
import { canonicalPairs, formDecoded, type Parameters } from '../protocol/encoding.ts';
import { contentHash, isSigned } from '../protocol/request-signature.ts';
import type { Verifier } from '../protocol/signer.ts';

/** What a request asked for, once it is known to be genuine. */
export type Genuine = { readonly parameters: Parameters };
export type NotGenuine = { readonly code: string; readonly subCode: string };

const skewMs = 5 * 60_000;

const authFailure = (subCode: string): NotGenuine => ({
  code: '40047',
  subCode: `isv.authentication.${subCode}`,
});

/**
 * Values travel encoded twice, by some clients once; the hash of the content decides which it was.
 */
const decodings = (pairs: URLSearchParams): readonly Parameters[] => {
  const once = Object.fromEntries(pairs);
  const twice = Object.fromEntries(
    [...pairs].map(([name, value]) => [name, formDecoded(value) ?? value]),
  );
  return [twice, once];
};

const timestampGrammar = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

const isTimely = ({ timestamp, expireSeconds }: Authorization, now: number): boolean => {
  const made = timestampGrammar.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  return made - skewMs <= now && now <= made + expireSeconds * 1000;
};

export type Expected = {
  /** What stands before the paths that are signed. */
  readonly context: string;
  readonly appKey: string;
  readonly verifier: Verifier;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/**
 * Checks the signature, the content's hash and the time, from what the request itself says it
 * signed.
 */
export const authenticate = (
  request: FastifyRequest,
  { context, appKey, verifier, now }: Expected,
): Genuine | NotGenuine => {
  const authorization = parseAuthorization(request.headers.authorization);
  if (authorization === undefined) return authFailure('digest.verify-failure');
  if (authorization.appKey !== appKey || request.headers['x-yop-appkey'] !== appKey) {
    return { code: '40042', subCode: 'isv.app.not-exists' };
  }
  // Whoever moves this clock has not moved the merchant's: its own time is good too.
  if (!isTimely(authorization, now) && !isTimely(authorization, Date.now()))
    return authFailure('digest.verify-failure');

  const [path = '', search = ''] = request.url.split('?');
  const raw = typeof request.body === 'string' ? request.body : '';
  const claimed = String(request.headers['x-yop-content-sha256'] ?? '');
  const isJson = String(request.headers['content-type'] ?? '').startsWith('application/json');
  const isGet = request.method === 'GET';
  const pairs = isGet ? search : isJson ? '' : raw;
  const candidates = decodings(new URLSearchParams(pairs));
  const hashedOf = (parameters: Parameters): string =>
    isGet ? '' : isJson ? raw : canonicalPairs(parameters);
  const parameters = candidates.filter((one) => contentHash(hashedOf(one)) === claimed);
  if (parameters.length === 0) return authFailure('digest.integrity-checking-failure');

  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const genuine = parameters.find((query) =>
    isSigned(verifier, authorization, {
      method: request.method,
      path: path.slice(context.length),
      query,
      headers,
    }),
  );
  return genuine === undefined ? authFailure('digest.verify-failure') : { parameters: genuine };
};
