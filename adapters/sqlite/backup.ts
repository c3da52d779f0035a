import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { formatVersion, logForReading, logForWriting, syncDirectory } from './log-database.ts';
import { copyRows, makeTables, tablesOf } from './table-copy.ts';

// "LLbk": says that a file is a backup of ours.
const applicationId = 0x4c4c_626b;
const backupFormat = 1;
/** Nobody but the owner: it holds the vault, if only sealed. */
const ownerOnly = 0o600;
const busyMs = 5_000;

export type BackupParts = {
  /** The log's file, which a service may be writing to. */
  readonly log: string;
  /** The vault's file, likewise. */
  readonly vault: string;
};

const suffix = '.partial';
/** Where a file is made before it takes its name; what a run that was stopped left there is of no use. */
export const partialOf = (file: string): string => `${file}${suffix}`;
export const isPartial = (file: string): boolean => file.includes(suffix);

const fresh = (file: string): void => {
  for (const left of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${left}`, { force: true });
  closeSync(openSync(file, 'wx', ownerOnly));
};

/** Gives a finished file its name, so that it has it after a power cut too. */
export const finish = (file: string): void => {
  const handle = openSync(partialOf(file), 'r');
  fsyncSync(handle);
  closeSync(handle);
  renameSync(partialOf(file), file);
  syncDirectory(dirname(file));
};

/**
 * Writes log and vault, as they are while a service goes on, into one SQLite file beside `file`;
 * `finish` gives it its name. The log is read first and the vault after it, so that whatever a fact
 * refers to is there. The vault's records stay sealed, and its master key is not in it.
 */
export const backUp = ({ log, vault }: BackupParts, file: string): void => {
  const partial = partialOf(file);
  fresh(partial);
  const source = logForReading(log);
  try {
    // One read of one state, however much is written meanwhile; the online backup would begin anew each time.
    source.prepare('VACUUM INTO ?').run(partial);
  } finally {
    source.close();
  }
  const copy = new DatabaseSync(partial, { timeout: busyMs });
  try {
    copy.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL');
    copy.prepare('ATTACH ? AS vault').run(vault);
    copy.exec('BEGIN');
    const tables = tablesOf(copy, 'vault');
    makeTables(copy, 'vault', tables);
    copyRows(copy, 'vault', tables);
    copy.exec('CREATE TABLE backup_vault (name TEXT PRIMARY KEY) STRICT');
    for (const table of tables) copy.prepare('INSERT INTO backup_vault VALUES (?)').run(table);
    copy.exec('CREATE TABLE backup_format (format INTEGER NOT NULL) STRICT');
    copy.prepare('INSERT INTO backup_format VALUES (?)').run(backupFormat);
    copy.exec(`COMMIT; PRAGMA application_id = ${applicationId}; DETACH vault`);
  } finally {
    copy.close();
  }
};

const numberOf = (database: DatabaseSync, sql: string): number =>
  Number(Object.values(database.prepare(sql).get() ?? {})[0]);

/** Throws when the file is no backup, or one of a later program. Says which tables are the vault's. */
const vaultTablesIn = (file: string): readonly string[] => {
  if (!existsSync(file)) throw new Error(`${file}: there is no such file`);
  const backup = new DatabaseSync(file, { readOnly: true });
  try {
    if (numberOf(backup, 'PRAGMA application_id') !== applicationId)
      throw new Error(`${file} is no backup of this program`);
    const format = numberOf(backup, 'SELECT format FROM backup_format');
    const logFormat = numberOf(backup, 'PRAGMA user_version');
    if (format !== backupFormat || logFormat > formatVersion)
      throw new Error(`${file} was made by a later version of this program`);
    return backup
      .prepare('SELECT name FROM backup_vault')
      .all()
      .map(({ name }) => String(name));
  } finally {
    backup.close();
  }
};

const filled = (database: DatabaseSync, file: string, fill: () => void): void => {
  try {
    database.prepare('ATTACH ? AS backup').run(file);
    database.exec('BEGIN');
    fill();
    database.exec('COMMIT; DETACH backup; PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
};

/** Makes log and vault of a backup beside where they belong; `finish` gives each its name. */
export const unpack = (file: string, { log, vault }: BackupParts): void => {
  const tables = vaultTablesIn(file);
  fresh(partialOf(log));
  fresh(partialOf(vault));
  const ledger = logForWriting(partialOf(log));
  filled(ledger, file, () => copyRows(ledger, 'backup', ['streams', 'facts']));
  const sealed = new DatabaseSync(partialOf(vault));
  filled(sealed, file, () => {
    makeTables(sealed, 'backup', tables);
    copyRows(sealed, 'backup', tables);
  });
};
