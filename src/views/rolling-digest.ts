import { hash } from 'node:crypto';
import type { Digest } from '../../projections/folding.ts';

/**
 * The digest over all chain links read so far. Views that have read the same facts have the same
 * one, so the last one is remembered and computed once for all of them.
 */
export const rollingDigest = (): Digest => {
  let last = { digest: '', link: '', next: '' };
  return (digest, link) => {
    if (last.digest !== digest || last.link !== link)
      last = { digest, link, next: hash('sha256', `${digest}\n${link}`, 'base64url') };
    return last.next;
  };
};
