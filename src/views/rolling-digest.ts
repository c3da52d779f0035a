import { hash } from 'node:crypto';

/** The digest over all chain links read so far, extended by one more. Views that have read the same facts have the same one. */
export const rollingDigest = (digest: string, link: string): string =>
  hash('sha256', `${digest}\n${link}`, 'base64url');
