import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { comparePositions } from '../../adapters/sequence-position.ts';
import { sqliteLogReader } from '../../adapters/sqlite/log-reader.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { ViewFolder } from '../../src/views/view-folder.ts';

/** Folds a whole log into fresh views; facts a second. */
export const replayRate = async (folder: string): Promise<number> => {
  const file = join(folder, 'replay.db');
  const log = sqliteLogReader(join(folder, 'log.db'));
  const store = sqliteViewStore({ file });
  const folder_ = new ViewFolder({ readAll: log.readAll, comparePositions }, store);
  const began = performance.now();
  await folder_.catchUp();
  const seconds = (performance.now() - began) / 1000;
  store.close();
  const facts = Number(log.head());
  log.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  return facts / seconds;
};
