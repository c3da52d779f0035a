import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparePositions } from '../../adapters/sequence-position.ts';
import { sqliteLogReader } from '../../adapters/sqlite/log-reader.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { instantOfMillis } from '../../domain/time.ts';
import { settingsFrom } from '../../src/settings.ts';
import { rebuildFiles, verifyFiles } from '../../src/verify-files.ts';
import { ViewFolder } from '../../src/views/view-folder.ts';
import type { BenchCase, Findings, Row } from './bench-case.ts';
import { grouped, median, spreadOf } from './figures.ts';
import { growLog } from './grow-log.ts';

const target = 200_000;
const doctors = 2_000;

/** The whole log folded into fresh views, in one thread. */
export const replay: BenchCase = {
  name: 'replay',
  quick: true,
  run: async ({ quick, rounds, say }) => {
    const folder = mkdtempSync(join(tmpdir(), 'lotus-replay-'));
    try {
      const facts = quick ? 200_000 : 1_000_000;
      growLog({ file: join(folder, 'log.db'), facts, doctors, now: instantOfMillis(Date.now()) });
      const rates: number[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        rates.push(await replayRate(folder));
        say(`round ${round}: replay ${grouped(rates.at(-1) ?? 0)} facts/s`);
      }
      const replayPerSecond = median(rates);
      const files = quick ? undefined : await onFiles(folder, facts);
      return {
        rows: [
          {
            what: `replay of ${grouped(facts)} facts into all views`,
            result: spreadOf(rates, '/s'),
            target: `≥ ${grouped(target)}/s`,
            reached: replayPerSecond >= target,
          },
          ...(files?.rows ?? []),
        ],
        figures: { replayPerSecond, replays: rates, ...files?.figures },
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** The commands that work on the files themselves, with the service away. */
const onFiles = async (folder: string, facts: number): Promise<Findings> => {
  await replayRate(folder, 'views.db');
  const settings = settingsFrom({ LOTUS_STORE: `sqlite:${folder}`, LOTUS_DATA: folder });
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();
    return (performance.now() - began) / 1000;
  };
  const rebuildSeconds = await timed(() => rebuildFiles(settings, undefined));
  const verifySeconds = await timed(async () => {
    const { differences } = await verifyFiles(settings);
    if (differences.length > 0) throw new Error(`${differences.length} differences were found`);
  });
  const row = (what: string, seconds: number): Row => ({
    what: `${what} of ${grouped(facts)} facts`,
    result: `${seconds.toFixed(1)} s (${grouped(facts / seconds)}/s)`,
  });
  return {
    rows: [row('rebuild of all views', rebuildSeconds), row('verify', verifySeconds)],
    figures: { rebuildSeconds, verifySeconds },
  };
};

/** Facts a second. */
const replayRate = async (folder: string, kept?: string): Promise<number> => {
  const file = join(folder, kept ?? 'replay.db');
  const log = sqliteLogReader(join(folder, 'log.db'));
  const store = sqliteViewStore({ file });
  const views = new ViewFolder({ readAll: log.readAll, comparePositions }, store);
  const began = performance.now();
  await views.catchUp();
  const seconds = (performance.now() - began) / 1000;
  store.close();
  const facts = Number(log.head());
  log.close();
  if (kept === undefined)
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  return facts / seconds;
};
