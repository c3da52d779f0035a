import { DatabaseSync } from 'node:sqlite';
import type { EarningPlace } from '../../projections/rows.ts';
import type { ListedRow, Progress, SavedView, ViewStore } from '../../projections/view-store.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS views (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
    position TEXT, count INTEGER NOT NULL, digest TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS rows (
    view INTEGER NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (view, key)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS places (
    view INTEGER NOT NULL, grp TEXT NOT NULL, sort TEXT NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (view, grp, sort, key)) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS places_of_row ON places (view, key);
  CREATE TABLE IF NOT EXISTS earning_places (
    earning TEXT NOT NULL, account TEXT NOT NULL, period TEXT NOT NULL,
    PRIMARY KEY (earning, account)) STRICT, WITHOUT ROWID;
`;

type Cell = string | number | null;

/** Rows come back as the strict tables hold them; these two are the only casts of this file. */
const text = (cell: unknown): string => cell as string;
const cells = (row: unknown): readonly Cell[] => row as readonly Cell[];

export type SqliteViewStoreOptions = {
  /** A path, or `:memory:`. */
  readonly file: string;
  /** A second connection that only reads, for another thread than the one that writes. */
  readonly readOnly?: boolean;
};

/** Views in one SQLite file that finance may query too. Disposable: the log can always build them again. */
export const sqliteViewStore = ({ file, readOnly = false }: SqliteViewStoreOptions): ViewStore => {
  const database = new DatabaseSync(file, { readOnly });
  database.exec('PRAGMA busy_timeout = 5000');
  if (!readOnly) {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    database.exec(schema);
  }
  const read = reading(database);
  return {
    ...read,
    ...writing(database, read.idOf),
    close: () => database.close(),
  };
};

const reading = (database: DatabaseSync) => {
  const prepare = (sql: string) => {
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  };
  const view = prepare('SELECT id, version, position, count, digest FROM views WHERE name = ?');
  const row = prepare('SELECT json FROM rows WHERE view = ? AND key = ?');
  const rowsAfter = prepare(
    'SELECT key, json FROM rows WHERE view = ? AND key > ? ORDER BY key LIMIT ?',
  );
  const listed = prepare(
    `SELECT p.key, p.sort, r.json FROM places p JOIN rows r ON r.view = p.view AND r.key = p.key
     WHERE p.view = ? AND p.grp = ? AND (p.sort, p.key) > (?, ?) ORDER BY p.sort, p.key LIMIT ?`,
  );
  const places = prepare(
    'SELECT account, period FROM earning_places WHERE earning = ? ORDER BY account',
  );
  const ids = new Map<string, number>();
  const idOf = (name: string): number | undefined => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    const found = view.get(name);
    if (found === undefined) return undefined;
    const id = Number(cells(found)[0]);
    ids.set(name, id);
    return id;
  };
  return {
    idOf,
    progress: (name: string, version: number): Progress | undefined => {
      const found = view.get(name);
      if (found === undefined) return undefined;
      const [, stored, position, count, digest] = cells(found);
      if (stored !== version) return undefined;
      return {
        position: position === null ? undefined : text(position),
        count: Number(count),
        digest: text(digest),
      };
    },
    load: (name: string, key: string): string | undefined => {
      const id = idOf(name);
      const found = id === undefined ? undefined : row.get(id, key);
      return found === undefined ? undefined : text(cells(found)[0]);
    },
    list: (
      name: string,
      group: string,
      limit: number,
      after = { sort: '', key: '' },
    ): readonly ListedRow[] => {
      const id = idOf(name);
      if (id === undefined) return [];
      return listed.all(id, group, after.sort, after.key, limit).map((found) => {
        const [key, sort, json] = cells(found);
        return { key: text(key), sort: text(sort), json: text(json) };
      });
    },
    scan: (name: string, limit: number, after = '') => {
      const id = idOf(name);
      if (id === undefined) return [];
      return rowsAfter.all(id, after, limit).map((found) => {
        const [key, json] = cells(found);
        return { key: text(key), json: text(json) };
      });
    },
    earningPlaces: (earningId: string) =>
      places.all(earningId).map((found) => {
        const [account, period] = cells(found);
        return { account: text(account), period: text(period) };
      }),
  };
};

const writing = (database: DatabaseSync, idOf: (name: string) => number | undefined) => {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  const saveView = database.prepare(
    `INSERT INTO views (name, version, position, count, digest) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET version = excluded.version, position = excluded.position,
       count = excluded.count, digest = excluded.digest`,
  );
  const saveRow = database.prepare(
    'INSERT INTO rows VALUES (?, ?, ?) ON CONFLICT (view, key) DO UPDATE SET json = excluded.json',
  );
  const forgetPlaces = database.prepare('DELETE FROM places WHERE view = ? AND key = ?');
  const savePlace = database.prepare('INSERT INTO places VALUES (?, ?, ?, ?)');
  const saveEarning = database.prepare('INSERT OR IGNORE INTO earning_places VALUES (?, ?, ?)');
  const forget = ['DELETE FROM rows WHERE view = ?', 'DELETE FROM places WHERE view = ?'].map(
    (sql) => database.prepare(sql),
  );
  const forgetProgress = database.prepare(
    "UPDATE views SET version = -1, position = NULL, count = 0, digest = '' WHERE id = ?",
  );

  const together = (change: () => void): void => {
    begin.run();
    try {
      change();
      commit.run();
    } catch (error) {
      rollback.run();
      throw error;
    }
  };
  const saveOne = ({ name, version, progress, rows }: SavedView): void => {
    saveView.run(name, version, progress.position ?? null, progress.count, progress.digest);
    const id = idOf(name);
    if (id === undefined) throw new Error(`View ${name} was just saved and is not there`);
    for (const { key, json, places } of rows) {
      saveRow.run(id, key, json);
      if (places.length === 0) continue;
      forgetPlaces.run(id, key);
      for (const { group, sort } of places) savePlace.run(id, group, sort, key);
    }
  };
  return {
    save: (views: readonly SavedView[], earningPlaces: readonly EarningPlace[]): void =>
      together(() => {
        for (const view of views) saveOne(view);
        for (const { earningId, account, period } of earningPlaces)
          saveEarning.run(earningId, account, period);
      }),
    drop: (name: string): void => {
      const id = idOf(name);
      if (id === undefined) return;
      together(() => {
        for (const statement of forget) statement.run(id);
        forgetProgress.run(id);
      });
    },
  };
};
