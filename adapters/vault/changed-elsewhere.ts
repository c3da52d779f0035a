import type { DatabaseSync } from 'node:sqlite';

/** Says whether another connection, say of another instance, has changed the file since it last said so. */
export const changedElsewhere = (database: DatabaseSync, lookEveryMs: number): (() => boolean) => {
  const version = database.prepare('PRAGMA data_version');
  let known = version.get()?.data_version;
  let lookedAt = performance.now();
  return () => {
    const now = performance.now();
    if (now - lookedAt < lookEveryMs) return false;
    lookedAt = now;
    const before = known;
    known = version.get()?.data_version;
    return known !== before;
  };
};
