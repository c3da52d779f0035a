import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparePositions } from '../adapters/sequence-position.ts';
import { sqliteLogReader } from '../adapters/sqlite/log-reader.ts';
import { sqliteViewStore } from '../adapters/sqlite/view-store.ts';
import { allViews } from '../projections/all.ts';
import { logFileOf } from './open-log.ts';
import type { Settings } from './settings.ts';
import { Findings, type Report } from './verify/report.ts';
import { verifyLog } from './verify/verify-log.ts';
import { verifyViews } from './verify/verify-views.ts';
import { ViewFolder } from './views/view-folder.ts';

const viewsFileOf = ({ LOTUS_DATA }: Settings): string => join(LOTUS_DATA, 'views.db');

/** Recomputes everything from the log's file and holds the views' file against it. A composition point like `main.ts`. */
export const verifyFiles = async (settings: Settings): Promise<Report> => {
  const log = sqliteLogReader(logFileOf(settings));
  const findings = new Findings();
  const scratch = mkdtempSync(join(tmpdir(), 'lotus-verify-'));
  try {
    const { facts, streams } = await verifyLog(
      { readAll: async (options) => log.readAll(options) },
      findings,
    );
    let viewRows = 0;
    if (
      existsSync(viewsFileOf(settings)) &&
      !findings.found.some(({ kind }) => kind === 'fact-unreadable')
    ) {
      const stored = sqliteViewStore({ file: viewsFileOf(settings), readOnly: true });
      const fresh = sqliteViewStore({ file: join(scratch, 'views.db') });
      ({ viewRows } = await verifyViews(
        { readAll: log.readAll, comparePositions },
        stored,
        fresh,
        findings,
      ));
      fresh.close();
      stored.close();
    }
    return { facts, streams, viewRows, differences: findings.found };
  } finally {
    log.close();
    rmSync(scratch, { recursive: true, force: true });
  }
};

/** Forgets one view, or all, and builds it anew from the log. */
export const rebuildFiles = async (
  settings: Settings,
  name: string | undefined,
): Promise<readonly string[]> => {
  const names = allViews
    .map((view) => view.name)
    .filter((one) => name === undefined || one === name);
  if (names.length === 0)
    throw new Error(
      `Unknown view; expected one of ${allViews.map((view) => view.name).join(', ')}`,
    );
  const log = sqliteLogReader(logFileOf(settings));
  const store = sqliteViewStore({ file: viewsFileOf(settings) });
  for (const view of store.views()) if (names.includes(view.name)) store.forget(view.id);
  await new ViewFolder({ readAll: log.readAll, comparePositions }, store).catchUp();
  store.close();
  log.close();
  return names;
};
