import { hash } from 'node:crypto';
import type { Authorization } from './authorization.ts';
import { canonicalPairs, encoded, type Parameters } from './encoding.ts';
import type { Signer, Verifier } from './signer.ts';

export const protocol = 'yop-auth-v3';
export const mandatoryHeaders = [
  'x-yop-appkey',
  'x-yop-content-sha256',
  'x-yop-request-id',
] as const;

export const contentHash = (content: string): string => hash('sha256', content, 'hex');

export type Signable = {
  readonly method: string;
  /** Without the gateway's context. */
  readonly path: string;
  readonly query: Parameters;
  /** Lower-case names. */
  readonly headers: { readonly [name: string]: string | undefined };
};

/**
 * The five parts that are signed, joined by newlines: header list, method, path, query, headers.
 */
export const canonicalRequest = (
  auth: string,
  { method, path, query, headers }: Signable,
  signed: readonly string[],
): string =>
  [
    auth,
    method.toUpperCase(),
    path,
    method.toUpperCase() === 'GET' ? canonicalPairs(query) : '',
    ...[...signed]
      .sort()
      .map((name) => `${encoded(name)}:${encoded((headers[name] ?? '').trim())}`),
  ].join('\n');

/** The `Authorization` header of a request. */
export const authorization = async (
  signer: Signer,
  request: Signable,
  appKey: string,
  timestamp: string,
  expireSeconds = 1800,
): Promise<string> => {
  const auth = `${protocol}/${appKey}/${timestamp}/${expireSeconds}`;
  const signature = await signer.signElsewhere(canonicalRequest(auth, request, mandatoryHeaders));
  return `${signer.scheme} ${auth}/${mandatoryHeaders.join(';')}/${signature}`;
};

/**
 * Is the request signed by the holder of the key, its header list rebuilt from what it says it
 * signed?
 */
export const isSigned = (
  verifier: Verifier,
  { auth, signedHeaders, signature }: Authorization,
  request: Signable,
): boolean =>
  mandatoryHeaders.every((name) => signedHeaders.includes(name)) &&
  verifier.verifies(canonicalRequest(auth, request, signedHeaders), signature);
