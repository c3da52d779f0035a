import { canonicalPairs, type Parameters, wirePairs } from './protocol/encoding.ts';
import { authorization, contentHash } from './protocol/request-signature.ts';
import type { Signer } from './protocol/signer.ts';

export type Content =
  | { readonly as: 'query' | 'form'; readonly parameters: Parameters }
  | { readonly as: 'json'; readonly text: string };

export type SignedRequest = {
  readonly method: 'GET' | 'POST';
  /** With the query, as it goes over the wire. */
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | null;
};

export type Identity = {
  readonly appKey: string;
  readonly signer: Signer;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newRequestId: () => string;
};

const form = 'application/x-www-form-urlencoded;charset=UTF-8';

/** A request to the gateway, signed at this moment. */
export const signedRequest = async (
  { appKey, signer, now, newRequestId }: Identity,
  path: string,
  content: Content,
): Promise<SignedRequest> => {
  const method = content.as === 'query' ? 'GET' : 'POST';
  const query = content.as === 'query' ? content.parameters : {};
  const headers = {
    'x-yop-appkey': appKey,
    'x-yop-content-sha256': contentHash(hashed(content)),
    'x-yop-request-id': newRequestId(),
  };
  const timestamp = `${new Date(now()).toISOString().slice(0, 19)}Z`;
  return {
    method,
    path: content.as === 'query' ? `${path}?${wirePairs(content.parameters)}` : path,
    headers: {
      ...headers,
      authorization: await authorization(
        signer,
        { method, path, query, headers },
        appKey,
        timestamp,
      ),
      'content-type': content.as === 'json' ? 'application/json' : form,
      // Without a version of at least 3.0.0 the gateway answers in its old codes.
      'x-yop-sdk-version': '4.0.0',
      'x-yop-sdk-langs': 'node',
    },
    body: body(content),
  };
};

const hashed = (content: Content): string =>
  content.as === 'json'
    ? content.text
    : content.as === 'form'
      ? canonicalPairs(content.parameters)
      : '';

const body = (content: Content): string | null =>
  content.as === 'json'
    ? content.text
    : content.as === 'form'
      ? wirePairs(content.parameters)
      : null;
