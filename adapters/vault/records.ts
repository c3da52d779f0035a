import type { DatabaseSync } from 'node:sqlite';
import type { VaultPurpose } from '../../domain/ports/vault.ts';
import { seal, unseal } from './sealing.ts';
import { blob } from './vault-file.ts';

/** What is kept of a subject, sealed; `ref` tells several records of one purpose apart. */
export type Records = {
  readonly find: (key: Uint8Array, at: RecordPlace) => string | undefined;
  /** Keeps the first content of a place. */
  readonly keep: (key: Uint8Array, at: RecordPlace, content: string) => void;
  readonly removeAll: (subject: string, purpose: VaultPurpose) => void;
};

export type RecordPlace = {
  readonly subject: string;
  readonly purpose: VaultPurpose;
  readonly ref: string;
};

const placeOf = ({ subject, purpose, ref }: RecordPlace) => ['record', subject, purpose, ref];

export const records = (database: DatabaseSync): Records => {
  const select = database.prepare(
    'SELECT sealed FROM record WHERE subject = ? AND purpose = ? AND ref = ?',
  );
  const insert = database.prepare('INSERT OR IGNORE INTO record VALUES (?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM record WHERE subject = ? AND purpose = ?');
  return {
    find: (key, at) => {
      const row = select.get(at.subject, at.purpose, at.ref);
      if (row === undefined) return undefined;
      return unseal(key, placeOf(at), blob(row.sealed)).toString('utf8');
    },
    keep: (key, at, content) => {
      const sealed = seal(key, placeOf(at), Buffer.from(content, 'utf8'));
      insert.run(at.subject, at.purpose, at.ref, sealed);
    },
    removeAll: (subject, purpose) => {
      remove.run(subject, purpose);
    },
  };
};
