import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';

/**
 * Makes signatures in the provider's text form. RSA today; SM2 may follow behind the same shape.
 */
export type Signer = {
  readonly scheme: string;
  readonly sign: (text: string) => string;
  /** The same by another thread: it takes a millisecond, in which many earnings could be recorded. */
  readonly signElsewhere: (text: string) => Promise<string>;
};
export type Verifier = { readonly verifies: (text: string, signature: string) => boolean };

export type Dialect = 'base64' | 'base64url';
const suffix = '$SHA256';
const signInPool = promisify(sign);

export const rsaSigner = (privateKeyPem: string, dialect: Dialect = 'base64url'): Signer => {
  const key: KeyObject = createPrivateKey(privateKeyPem);
  const told = (signature: Buffer): string => `${signature.toString(dialect)}${suffix}`;
  return {
    scheme: 'YOP-RSA2048-SHA256',
    sign: (text) => told(sign('RSA-SHA256', Buffer.from(text), key)),
    signElsewhere: async (text) => told(await signInPool('RSA-SHA256', Buffer.from(text), key)),
  };
};

/** Accepts both Base64 dialects, padded or not, with or without further `$` parts. */
export const rsaVerifier = (publicKeyPem: string): Verifier => {
  const key: KeyObject = createPublicKey(publicKeyPem);
  return {
    verifies: (text, signature) => {
      const [encodedSignature = '', algorithm] = signature.split('$');
      if (algorithm !== undefined && algorithm !== 'SHA256') return false;
      // Node reads URL-safe and standard Base64 alike.
      return verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(encodedSignature, 'base64'));
    },
  };
};

/** What is signed of an answer: the body without spaces, tabs and newlines. */
export const signedAnswerText = (body: string): string => body.replaceAll(/[ \t\n]/g, '');
