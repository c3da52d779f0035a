import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparePositions } from '../../adapters/sequence-position.ts';
import { sqliteLogReader } from '../../adapters/sqlite/log-reader.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { ViewFolder } from '../../src/views/view-folder.ts';
import { type Growth, growLog } from './grow-log.ts';

/** A data folder with a grown log and all its views, as a service would have left it. */
export const grownFolder = async (growth: Omit<Growth, 'file'>): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'lotus-grown-'));
  const file = join(folder, 'log.db');
  growLog({ ...growth, file });
  const log = sqliteLogReader(file);
  const store = sqliteViewStore({ file: join(folder, 'views.db') });
  await new ViewFolder({ readAll: log.readAll, comparePositions }, store).catchUp();
  store.close();
  log.close();
  return folder;
};
