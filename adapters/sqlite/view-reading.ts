import type { DatabaseSync } from 'node:sqlite';
import type { EarningId, PayeeId } from '../../domain/identifiers.ts';
import type { Month } from '../../domain/time.ts';
import type { EarningPlace } from '../../projections/rows.ts';
import type { StoredView, ViewReader } from '../../projections/view-store.ts';
import { asRow, asRows, type Row } from './stored-row.ts';
import type { Together } from './view-database.ts';

const text = (row: Row, at: number): string => String(row[at]);

const storedView = (row: Row): StoredView => ({
  id: Number(row[0]),
  name: text(row, 1),
  version: Number(row[2]),
  state: row[3] === 'serving' ? 'serving' : 'building',
  progress: {
    position: row[4] === null ? undefined : text(row, 4),
    count: Number(row[5]),
    digest: text(row, 6),
  },
});

/** The tables are ours and strict: what was an id when it was saved is one when it is read. */
const earningPlace = (row: Row): EarningPlace => ({
  earningId: text(row, 0) as EarningId,
  account: text(row, 1) as PayeeId,
  period: text(row, 2) as Month,
});

const statementsOf = (database: DatabaseSync) => {
  const prepare = (sql: string) => {
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  };
  const view = 'SELECT id, name, version, state, position, count, digest FROM views';
  const earning = 'SELECT earning, account, period FROM earnings WHERE view = ?';
  return {
    views: prepare(`${view} WHERE state <> 'forgotten' ORDER BY id`),
    serving: prepare(`${view} WHERE name = ? AND state = 'serving'`),
    row: prepare('SELECT json FROM rows WHERE view = ? AND key = ?'),
    rowsAfter: prepare(
      'SELECT key, json FROM rows WHERE view = ? AND key > ? ORDER BY key LIMIT ?',
    ),
    listed: prepare(
      `SELECT p.key, p.sort, r.json FROM places p JOIN rows r ON r.view = p.view AND r.key = p.key
       WHERE p.view = ? AND p.grp = ? AND (p.sort, p.key) > (?, ?) ORDER BY p.sort, p.key LIMIT ?`,
    ),
    placesAfter: prepare(
      `SELECT grp, sort, key FROM places WHERE view = ? AND (grp, sort, key) > (?, ?, ?)
       ORDER BY grp, sort, key LIMIT ?`,
    ),
    earning: prepare(`${earning} AND earning = ? ORDER BY account`),
    earningsAfter: prepare(
      `${earning} AND (earning, account) > (?, ?) ORDER BY earning, account LIMIT ?`,
    ),
  };
};

/** Reads views through one connection. */
export const viewReading = (database: DatabaseSync, together: Together): ViewReader => {
  const sql = statementsOf(database);
  return {
    views: () => asRows(sql.views.all()).map(storedView),
    serving: (name) => {
      const found = asRow(sql.serving.get(name));
      return found.length === 0 ? undefined : storedView(found);
    },
    load: (view, key) => {
      const found = asRow(sql.row.get(view, key));
      return found.length === 0 ? undefined : text(found, 0);
    },
    list: (view, group, limit, after = { sort: '', key: '' }) =>
      asRows(sql.listed.all(view, group, after.sort, after.key, limit)).map((row) => ({
        key: text(row, 0),
        sort: text(row, 1),
        json: text(row, 2),
      })),
    scan: (view, limit, after = '') =>
      asRows(sql.rowsAfter.all(view, after, limit)).map((row) => ({
        key: text(row, 0),
        json: text(row, 1),
      })),
    scanPlaces: (view, limit, after = { group: '', sort: '', key: '' }) =>
      asRows(sql.placesAfter.all(view, after.group, after.sort, after.key, limit)).map((row) => ({
        group: text(row, 0),
        sort: text(row, 1),
        key: text(row, 2),
      })),
    earningPlaces: (view, earningId) => asRows(sql.earning.all(view, earningId)).map(earningPlace),
    scanEarnings: (view, limit, after) =>
      asRows(sql.earningsAfter.all(view, after?.earningId ?? '', after?.account ?? '', limit)).map(
        earningPlace,
      ),
    together: (read) => together('read', read),
  };
};
