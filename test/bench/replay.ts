import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparePositions } from '../../adapters/sequence-position.ts';
import { sqliteLogReader } from '../../adapters/sqlite/log-reader.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { instantOfMillis } from '../../domain/time.ts';
import { ViewFolder } from '../../src/views/view-folder.ts';
import type { BenchCase } from './bench-case.ts';
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
      return {
        rows: [
          {
            what: `replay of ${grouped(facts)} facts into all views`,
            result: spreadOf(rates, '/s'),
            target: `≥ ${grouped(target)}/s`,
            reached: replayPerSecond >= target,
          },
        ],
        figures: { replayPerSecond, replays: rates },
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Facts a second. */
const replayRate = async (folder: string): Promise<number> => {
  const file = join(folder, 'replay.db');
  const log = sqliteLogReader(join(folder, 'log.db'));
  const store = sqliteViewStore({ file });
  const views = new ViewFolder({ readAll: log.readAll, comparePositions }, store);
  const began = performance.now();
  await views.catchUp();
  const seconds = (performance.now() - began) / 1000;
  store.close();
  const facts = Number(log.head());
  log.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  return facts / seconds;
};
