import type { DatabaseSync } from 'node:sqlite';
import type { SavedView, ViewReader, ViewStore } from '../../projections/view-store.ts';
import type { Together } from './view-database.ts';

/** Undoes a change that somebody else came before. */
class Overtaken extends Error {}

const statementsOf = (database: DatabaseSync) => ({
  begin: database.prepare(
    "INSERT INTO views (name, version, state, count, digest) VALUES (?, ?, ?, 0, '')",
  ),
  move: database.prepare(
    `UPDATE views SET position = ?, count = ?, digest = ?
     WHERE id = ? AND state <> 'forgotten' AND count = ? AND digest = ?`,
  ),
  saveRow: database.prepare(
    'INSERT INTO rows VALUES (?, ?, ?) ON CONFLICT (view, key) DO UPDATE SET json = excluded.json',
  ),
  leave: database.prepare('DELETE FROM places WHERE view = ? AND grp = ? AND sort = ? AND key = ?'),
  place: database.prepare('INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?)'),
  earning: database.prepare('INSERT OR REPLACE INTO earnings VALUES (?, ?, ?, ?)'),
  setState: database.prepare(
    "UPDATE views SET state = ? WHERE id = ? AND state <> 'forgotten' AND count = ?",
  ),
  forget: database.prepare("UPDATE views SET state = 'forgotten' WHERE id = ?"),
  forgotten: database.prepare("SELECT id FROM views WHERE state = 'forgotten' LIMIT 1"),
  remove: database.prepare('DELETE FROM views WHERE id = ?'),
  sweeps: [
    `DELETE FROM rows WHERE view = :view AND key IN
       (SELECT key FROM rows WHERE view = :view LIMIT :rows)`,
    `DELETE FROM places WHERE view = :view AND (grp, sort, key) IN
       (SELECT grp, sort, key FROM places WHERE view = :view LIMIT :rows)`,
    `DELETE FROM earnings WHERE view = :view AND (earning, account) IN
       (SELECT earning, account FROM earnings WHERE view = :view LIMIT :rows)`,
  ].map((sql) => database.prepare(sql)),
});

type Writing = Pick<ViewStore, 'begin' | 'save' | 'swap' | 'forget' | 'sweep'>;

/** Changes views through the connection that writes. */
export const viewWriting = (
  database: DatabaseSync,
  together: Together,
  read: ViewReader,
): Writing => {
  const sql = statementsOf(database);
  const allOrNothing = (change: () => void): boolean => {
    try {
      together('write', change);
      return true;
    } catch (error) {
      if (error instanceof Overtaken) return false;
      throw error;
    }
  };
  const saveOne = ({ id, before, after, rows, earnings }: SavedView): void => {
    const { position = null, count, digest } = after;
    const moved = sql.move.run(position, count, digest, id, before.count, before.digest);
    if (moved.changes !== 1) throw new Overtaken();
    for (const { key, json, placed, left } of rows) {
      sql.saveRow.run(id, key, json);
      for (const { group, sort } of left) sql.leave.run(id, group, sort, key);
      for (const { group, sort } of placed) sql.place.run(id, group, sort, key);
    }
    for (const { earningId, account, period } of earnings)
      sql.earning.run(id, earningId, account, period);
  };
  return {
    begin: (name, version, state) =>
      together('write', () => {
        const id = Number(sql.begin.run(name, version, state).lastInsertRowid);
        const begun = read.views().find((view) => view.id === id);
        if (begun === undefined) throw new Error(`View ${name} was just begun and is not there`);
        return begun;
      }),
    save: (changes) =>
      allOrNothing(() => {
        for (const view of changes) saveOne(view);
      }),
    swap: (built, serving) =>
      allOrNothing(() => {
        const { id, progress } = read.serving(built.name) ?? {};
        if (id !== serving?.id || progress?.count !== serving?.progress.count)
          throw new Overtaken();
        if (id !== undefined) sql.forget.run(id);
        const swapped = sql.setState.run('serving', built.id, built.progress.count);
        if (swapped.changes !== 1) throw new Overtaken();
      }),
    forget: (view) => void sql.forget.run(view),
    sweep: (rows) =>
      together('write', () => {
        const view = sql.forgotten.get()?.id;
        if (view === undefined) return false;
        const removed = sql.sweeps.map((sweep) => Number(sweep.run({ view, rows }).changes));
        if (removed.every((count) => count === 0)) sql.remove.run(view);
        return true;
      }),
  };
};
