import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { VaultPurpose } from '../../domain/ports/vault.ts';
import { seal, unseal } from './sealing.ts';
import { blob, masterKeyId } from './vault-file.ts';

/** One key per subject and purpose, kept wrapped by the master key. */
export type DataKeys = {
  /** Undefined when there never was one or it was destroyed. */
  readonly find: (subject: string, purpose: VaultPurpose) => Buffer | undefined;
  /** To be called inside a transaction. */
  readonly findOrMake: (subject: string, purpose: VaultPurpose) => Buffer;
  /** To be called inside a transaction. */
  readonly destroy: (subject: string, purpose: VaultPurpose) => void;
};

/** A wrapped key opens only for its subject, its purpose and under its master key. */
export const placeOfKey = (subject: string, purpose: string, keyId: string): readonly string[] => [
  'data-key',
  subject,
  purpose,
  keyId,
];

export const dataKeys = (database: DatabaseSync, masterKey: Uint8Array): DataKeys => {
  const keyId = masterKeyId(masterKey);
  const select = database.prepare('SELECT wrapped FROM data_key WHERE subject = ? AND purpose = ?');
  const insert = database.prepare('INSERT INTO data_key VALUES (?, ?, ?, ?)');
  const overwrite = database.prepare(
    'UPDATE data_key SET wrapped = zeroblob(length(wrapped)) WHERE subject = ? AND purpose = ?',
  );
  const remove = database.prepare('DELETE FROM data_key WHERE subject = ? AND purpose = ?');

  const find = (subject: string, purpose: VaultPurpose): Buffer | undefined => {
    const row = select.get(subject, purpose);
    if (row === undefined) return undefined;
    return unseal(masterKey, placeOfKey(subject, purpose, keyId), blob(row.wrapped));
  };
  return {
    find,
    findOrMake: (subject, purpose) => {
      const known = find(subject, purpose);
      if (known !== undefined) return known;
      const made = randomBytes(32);
      const wrapped = seal(masterKey, placeOfKey(subject, purpose, keyId), made);
      insert.run(subject, purpose, keyId, wrapped);
      return made;
    },
    destroy: (subject, purpose) => {
      overwrite.run(subject, purpose);
      remove.run(subject, purpose);
    },
  };
};
