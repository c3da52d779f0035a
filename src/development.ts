import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Secrets made on this machine for this data folder: good for trying things out, for nothing else. */
export type DevelopmentValues = {
  readonly jwtSecret: string;
  /** 32 bytes, base64. */
  readonly vaultKey: string;
  readonly appKey: string;
  readonly merchantPrivateKeyFile: string;
  readonly merchantPublicKeyFile: string;
  readonly platformPrivateKeyFile: string;
  readonly platformPublicKeyFile: string;
};

const secretsShape = z.object({ jwtSecret: z.string(), vaultKey: z.string(), appKey: z.string() });
const ownerOnly = 0o600;

/** Reads the development values of a data folder, making them the first time. */
export const developmentValues = (dataFolder: string): DevelopmentValues => {
  const folder = join(dataFolder, 'development');
  mkdirSync(folder, { recursive: true });
  const secretsFile = join(folder, 'secrets.json');
  if (!existsSync(secretsFile)) {
    const made = {
      jwtSecret: randomBytes(32).toString('base64url'),
      vaultKey: randomBytes(32).toString('base64'),
      appKey: 'app_development',
    };
    writeFileSync(secretsFile, JSON.stringify(made, undefined, 2), { mode: ownerOnly });
  }
  const merchant = keyPair(folder, 'merchant');
  const platform = keyPair(folder, 'platform');
  return {
    ...secretsShape.parse(JSON.parse(readFileSync(secretsFile, 'utf8'))),
    merchantPrivateKeyFile: merchant.privateFile,
    merchantPublicKeyFile: merchant.publicFile,
    platformPrivateKeyFile: platform.privateFile,
    platformPublicKeyFile: platform.publicFile,
  };
};

const keyPair = (folder: string, name: string): { privateFile: string; publicFile: string } => {
  const privateFile = join(folder, `${name}-private.pem`);
  const publicFile = join(folder, `${name}-public.pem`);
  if (!existsSync(privateFile)) {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    writeFileSync(publicFile, publicKey);
    writeFileSync(privateFile, privateKey, { mode: ownerOnly });
  }
  return { privateFile, publicFile };
};
