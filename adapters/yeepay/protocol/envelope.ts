import {
  constants,
  createDecipheriv,
  createPrivateKey,
  privateDecrypt,
  randomBytes,
} from 'node:crypto';
import type { Verifier } from './signer.ts';

export const keyBytes = 16;
export const cipher = 'aes-128-ecb';

export type EnvelopeKeys = {
  /** Ours: opens the envelope's key. */
  readonly privateKeyPem: string;
  /** The platform's: says whether it is genuine. */
  readonly platform: Verifier;
};

/**
 * Opens notification envelopes; everything that is not genuine gives undefined, always the same
 * way.
 */
export const envelopeOpener = ({
  privateKeyPem,
  platform,
}: EnvelopeKeys): ((envelope: string) => string | undefined) => {
  const key = createPrivateKey(privateKeyPem);
  return (envelope) => {
    const [sealedKey, sealed, algorithm, digest, ...more] = envelope.split('$');
    if (algorithm !== 'AES' || digest !== 'SHA256' || more.length > 0) return undefined;
    try {
      const padded = privateDecrypt(
        { key, padding: constants.RSA_NO_PADDING },
        Buffer.from(sealedKey ?? '', 'base64'),
      );
      const decipher = createDecipheriv(cipher, keyWithin(padded), null);
      const inner = Buffer.concat([
        decipher.update(Buffer.from(sealed ?? '', 'base64')),
        decipher.final(),
      ]).toString('utf8');
      // The text itself may hold a `$`; only the last one ends it.
      const end = inner.lastIndexOf('$');
      const text = inner.slice(0, end);
      return end > 0 && platform.verifies(text, inner.slice(end + 1)) ? text : undefined;
    } catch {
      return undefined;
    }
  };
};

/**
 * The AES key inside PKCS#1 v1.5 padding, taken out by hand, since Node versions differ in doing it.
 * All bytes are looked at whatever they are, and damaged padding gives a random key: the failure
 * shows up later as any other, so nobody can use us to find out about the padding.
 */
const keyWithin = (padded: Buffer): Buffer => {
  const separator = padded.length - keyBytes - 1;
  let bad = (padded[0] ?? 1) | ((padded[1] ?? 0) ^ 2) | (padded[separator] ?? 1);
  for (let at = 2; at < separator; at += 1) bad |= isZero(padded[at] ?? 0);
  const random = randomBytes(keyBytes);
  const key = Buffer.alloc(keyBytes);
  const mask = -isZero(bad) & 0xff;
  for (let at = 0; at < keyBytes; at += 1) {
    key[at] = ((padded[separator + 1 + at] ?? 0) & mask) | ((random[at] ?? 0) & ~mask);
  }
  return key;
};

/** 1 for 0, else 0, without a branch. */
const isZero = (byte: number): number => ((byte - 1) >> 31) & 1;
