import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteViewStore } from '../adapters/sqlite/view-store.ts';
import { allViews } from '../projections/all.ts';
import { openLogForReading } from './open-log.ts';
import type { Settings } from './settings.ts';
import { Findings, type Report } from './verify/report.ts';
import { verifyLog } from './verify/verify-log.ts';
import { verifyViews } from './verify/verify-views.ts';
import { rebuildViews } from './views/rebuild-views.ts';

const viewsFileOf = ({ LOTUS_DATA }: Settings): string => join(LOTUS_DATA, 'views.db');

/** Recomputes everything from the log and holds the views' file against it. A composition point like `main.ts`. */
export const verifyFiles = async (settings: Settings): Promise<Report> => {
  const log = await openLogForReading(settings);
  const findings = new Findings();
  const scratch = mkdtempSync(join(tmpdir(), 'lotus-verify-'));
  try {
    const { facts, streams } = await verifyLog(log, findings);
    let viewRows = 0;
    if (
      existsSync(viewsFileOf(settings)) &&
      !findings.found.some(({ kind }) => kind === 'fact-unreadable')
    ) {
      const stored = sqliteViewStore({
        file: viewsFileOf(settings),
        readOnly: true,
        frozen: true,
      });
      const fresh = sqliteViewStore({ file: join(scratch, 'views.db') });
      ({ viewRows } = await verifyViews(log, stored, fresh, findings));
      fresh.close();
      stored.close();
    }
    return { facts, streams, viewRows, differences: findings.found };
  } finally {
    await log.close();
    rmSync(scratch, { recursive: true, force: true });
  }
};

/** The views there are, by name. */
export const viewNames: readonly string[] = allViews.map(({ name }) => name);

/** Builds one view, or all, anew from the log; a running service goes on answering meanwhile. */
export const rebuildFiles = async (
  settings: Settings,
  name: string | undefined,
): Promise<readonly string[]> => {
  const kinds = allViews.filter((kind) => name === undefined || kind.name === name);
  if (kinds.length === 0) throw new Error(`Unknown view; expected one of ${viewNames.join(', ')}`);
  const log = await openLogForReading(settings);
  const store = sqliteViewStore({ file: viewsFileOf(settings) });
  try {
    await rebuildViews(log, store, kinds);
  } finally {
    store.close();
    await log.close();
  }
  return kinds.map((kind) => kind.name);
};
