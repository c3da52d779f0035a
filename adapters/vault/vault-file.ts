import { createHmac } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';

/** Several instances may open one vault, even at the same moment. */
const busyMs = 5_000;

// secure_delete: what is deleted is overwritten with zeros, so a destroyed key leaves no trace.
const schema = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS master_key (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  key_id TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS data_key (
  subject TEXT NOT NULL,
  purpose TEXT NOT NULL,
  key_id TEXT NOT NULL,
  wrapped BLOB NOT NULL,
  PRIMARY KEY (subject, purpose)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS record (
  subject TEXT NOT NULL,
  purpose TEXT NOT NULL,
  ref TEXT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (subject, purpose, ref)
) STRICT, WITHOUT ROWID;`;

/** Names a master key without revealing it. */
export const masterKeyId = (masterKey: Uint8Array): string => {
  if (masterKey.length !== 32) throw new Error('LOTUS_VAULT_KEY must be 32 bytes');
  return createHmac('sha256', masterKey)
    .update('lotus vault master key id')
    .digest('hex')
    .slice(0, 16);
};

/** Opens the file for this master key; a new file belongs to the first key that opens it. */
export const openVaultFile = (file: string, masterKey: Uint8Array): DatabaseSync => {
  const keyId = masterKeyId(masterKey);
  // Nobody but the owner may read it, the write-ahead log inherits that.
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: busyMs });
  try {
    database.exec(schema);
    database.prepare('INSERT OR IGNORE INTO master_key VALUES (1, ?)').run(keyId);
    const sealedWith = database.prepare('SELECT key_id FROM master_key').get()?.key_id;
    if (sealedWith !== keyId) {
      throw new Error('LOTUS_VAULT_KEY is not the key this vault was sealed with');
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/** All or nothing, and alone: of two processes that make the same key one wins and both see it. */
export const atomically = <Value>(database: DatabaseSync, work: () => Value): Value => {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
};

/** Empties the write-ahead log, which still holds the pages as they were before a deletion. */
export const forgetOldPages = (database: DatabaseSync): void => {
  const outcome = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  if (outcome?.busy !== 0) {
    throw new Error(
      'The vault file is in use elsewhere, so old pages remain in its log: try again',
    );
  }
};

export const blob = (value: SQLOutputValue | undefined): Uint8Array => {
  if (value instanceof Uint8Array) return value;
  throw new Error('The vault file does not hold what its schema says');
};

export const text = (value: SQLOutputValue | undefined): string => {
  if (typeof value === 'string') return value;
  throw new Error('The vault file does not hold what its schema says');
};
