import { protocol } from './request-signature.ts';

export type Authorization = {
  readonly appKey: string;
  readonly timestamp: string;
  readonly expireSeconds: number;
  readonly signedHeaders: readonly string[];
  readonly auth: string;
  readonly signature: string;
};

/** Takes an `Authorization` header apart; undefined for anything that is not one. */
export const parseAuthorization = (header: string | undefined): Authorization | undefined => {
  const [scheme, value, more] = (header ?? '').split(' ');
  if (scheme !== 'YOP-RSA2048-SHA256' || value === undefined || more !== undefined)
    return undefined;
  const parts = value.split('/');
  const [version, appKey, timestamp, expire, signedHeaders, signature] = parts;
  if (parts.length !== 6 || version !== protocol || appKey === undefined || timestamp === undefined)
    return undefined;
  if (
    expire === undefined ||
    !/^\d{1,6}$/.test(expire) ||
    signedHeaders === undefined ||
    signature === undefined
  )
    return undefined;
  return {
    appKey,
    timestamp,
    expireSeconds: Number(expire),
    signedHeaders: signedHeaders.split(';'),
    auth: `${protocol}/${appKey}/${timestamp}/${expire}`,
    signature,
  };
};
