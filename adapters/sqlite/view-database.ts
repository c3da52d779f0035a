import { DatabaseSync } from 'node:sqlite';

// `state` is serving, building or forgotten; at most one view of a name serves.
const schema = `
  CREATE TABLE views (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL,
    position TEXT, count INTEGER NOT NULL, digest TEXT NOT NULL) STRICT;
  CREATE UNIQUE INDEX views_serving ON views (name) WHERE state = 'serving';
  CREATE TABLE rows (
    view INTEGER NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (view, key)) STRICT, WITHOUT ROWID;
  CREATE TABLE places (
    view INTEGER NOT NULL, grp TEXT NOT NULL, sort TEXT NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (view, grp, sort, key)) STRICT, WITHOUT ROWID;
  CREATE TABLE earnings (
    view INTEGER NOT NULL, earning TEXT NOT NULL, account TEXT NOT NULL, period TEXT NOT NULL,
    PRIMARY KEY (view, earning, account)) STRICT, WITHOUT ROWID;
`;

/** "LLvw": says that a file is ours, so that nobody else's is ever emptied. */
const applicationId = 0x4c4c_7677;
const schemaVersion = 2;
const busyMs = 5_000;

/** Runs a change or a read in one transaction: all of it or nothing, of one state. */
export type Together = <Answer>(begin: 'read' | 'write', use: () => Answer) => Answer;

export const togetherIn = (database: DatabaseSync): Together => {
  const begins = {
    read: database.prepare('BEGIN'),
    write: database.prepare('BEGIN IMMEDIATE'),
  };
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  return (kind, use) => {
    // A read within a read is of the same state anyway.
    if (kind === 'read' && database.isTransaction) return use();
    begins[kind].run();
    try {
      const answer = use();
      commit.run();
      return answer;
    } catch (error) {
      if (database.isTransaction) rollback.run();
      throw error;
    }
  };
};

const numberOf = (database: DatabaseSync, sql: string): number => {
  const [value] = Object.values(database.prepare(sql).get() ?? {});
  return Number(value);
};

/** Opens the file to write, making its tables. A file of another schema is emptied: the log can build it again. */
export const viewsForWriting = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file, { timeout: busyMs });
  database.exec(`
    PRAGMA page_size = 8192;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA cache_size = -65536;
    PRAGMA wal_autocheckpoint = 4000;
  `);
  togetherIn(database)('write', () => {
    const tables = numberOf(database, 'SELECT count(*) FROM sqlite_schema');
    if (tables > 0 && numberOf(database, 'PRAGMA application_id') !== applicationId)
      throw new Error(`${file} is a database of something else than views`);
    if (tables > 0 && numberOf(database, 'PRAGMA user_version') === schemaVersion) return;
    for (const table of ['views', 'rows', 'places', 'earnings'])
      database.exec(`DROP TABLE IF EXISTS ${table}`);
    database.exec(schema);
    database.exec(
      `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion};`,
    );
  });
  return database;
};

/** A second connection that only reads, in any thread or process. */
export const viewsForReading = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file, { readOnly: true, timeout: busyMs });
  database.exec('PRAGMA cache_size = -16384');
  return database;
};
