import { closeSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isSqliteError } from './storage-fault.ts';

// Integer keys for streams, and no index on the random ids: they would double the cost of writing.
// Positions are given out by the one writer, 1, 2, 3 … without gaps.
const tables = `
  CREATE TABLE IF NOT EXISTS streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE IF NOT EXISTS facts (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL CHECK (json_valid(data)),
    metadata TEXT NOT NULL CHECK (json_valid(metadata))
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS facts_of_stream ON facts (stream, revision);
`;

export const formatVersion = 1;
const pageBytes = 8_192;
// Pages in the write-ahead file before they are copied home: seldom enough that many changes of one
// page are copied once, often enough that the writer is not away for long (64 MiB).
const checkpointPages = 8_000;
export const walBytesMax = 4 * checkpointPages * pageBytes;
const readersWaitMs = 1_000;

export const syncDirectory = (directory: string): void => {
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** Makes the folder of a file, so that it is still there after a power cut. */
export const makeFolderOf = (file: string): void => {
  const folder = dirname(file);
  if (mkdirSync(folder, { recursive: true }) !== undefined) syncDirectory(dirname(folder));
};

const numberFrom = (database: DatabaseSync, pragma: string): number =>
  Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);

/** Opens the log to write, making it when it is not there. One process at a time: see `file-lock.ts`. */
export const logForWriting = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file, { timeout: readersWaitMs });
  // Larger pages than usual: facts are a few hundred bytes and mostly written at the end.
  database.exec(`
    PRAGMA page_size = ${pageBytes};
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA cache_size = -65536;
    PRAGMA wal_autocheckpoint = ${checkpointPages};
  `);
  const version = numberFrom(database, 'user_version');
  if (version > formatVersion)
    throw new Error(`its format ${version} is newer than this program's ${formatVersion}`);
  // Writing nothing when all is there lets a full disk still be read.
  if (version < formatVersion)
    database.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version = ${formatVersion}; COMMIT;`);
  return database;
};

/**
 * Keeps the write-ahead file from growing for ever: readers that overlap without a pause never let
 * it start anew. When it is too long, waits (at most a second) for them and cuts it.
 */
export const cutLongWal = (database: DatabaseSync, file: string, bytesMax: number): void => {
  const bytes = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes <= bytesMax) return;
  try {
    database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  } catch (error) {
    // Nothing is lost by a checkpoint that fails, say on a full disk; the next look tries again.
    if (!isSqliteError(error)) throw error;
  }
};

/** Opens the log to read, beside its writer, in any thread or process. */
export const logForReading = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file, { readOnly: true, timeout: readersWaitMs });
  database.exec('PRAGMA cache_size = -16384');
  return database;
};

/** An opening error that says which file it was. */
export const cannotOpen = (file: string, cause: unknown): Error =>
  new Error(
    `Cannot open the event store at ${file}: ${cause instanceof Error ? cause.message : cause}`,
    { cause },
  );
