import {
  constants,
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  publicEncrypt,
  randomBytes,
  sign,
} from 'node:crypto';
import { cipher, keyBytes } from './envelope.ts';
import type { Dialect } from './signer.ts';

export type SealingKeys = {
  readonly platformPrivateKeyPem: string;
  readonly merchantPublicKeyPem: string;
};

/** Seals a notification as the platform does. */
export const sealedEnvelope = (text: string, keys: SealingKeys, dialect: Dialect): string => {
  const signature = sign(
    'RSA-SHA256',
    Buffer.from(text),
    createPrivateKey(keys.platformPrivateKeyPem),
  ).toString(dialect);
  const key = randomBytes(keyBytes);
  const aes = createCipheriv(cipher, key, null);
  const sealed = Buffer.concat([aes.update(`${text}$${signature}`, 'utf8'), aes.final()]).toString(
    dialect,
  );
  const publicKey = createPublicKey(keys.merchantPublicKeyPem);
  const sealedKey = publicEncrypt(
    { key: publicKey, padding: constants.RSA_PKCS1_PADDING },
    key,
  ).toString(dialect);
  return `${sealedKey}$${sealed}$AES$SHA256`;
};
