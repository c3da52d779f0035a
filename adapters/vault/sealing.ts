import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM under a random nonce: nonce, tag and ciphertext in one. `place` says where the result
 * belongs; moved elsewhere it does not open.
 */
export const seal = (key: Uint8Array, place: readonly string[], content: Uint8Array): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(JSON.stringify(place)));
  const ciphertext = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
};

/** Opens what `seal` made for the same place, or throws an error that says nothing of the content. */
export const unseal = (key: Uint8Array, place: readonly string[], sealed: Uint8Array): Buffer => {
  try {
    const nonce = sealed.subarray(0, nonceBytes);
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(JSON.stringify(place)));
    decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    const rest = sealed.subarray(nonceBytes + tagBytes);
    return Buffer.concat([decipher.update(rest), decipher.final()]);
  } catch {
    throw new Error(
      `The vault cannot open a record (${place.join(', ')}): it was damaged or moved`,
    );
  }
};
