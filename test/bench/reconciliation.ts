import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { BenchCase } from './bench-case.ts';
import { grouped, median } from './figures.ts';
import { writeDay } from './reconciliation-day.ts';

const lines = 1_000_000;
const secondsTarget = 15;
const mebibytesTarget = 600;
const rounds = 3;

const told = z.object({
  seconds: z.number(),
  cpuSeconds: z.number(),
  mebibytes: z.number(),
  matched: z.number(),
  breaks: z.number(),
});

/** A day with a million payouts and a bill with a million lines, a few of them wrong. */
export const reconciliation: BenchCase = {
  name: 'reconciliation',
  quick: false,
  run: async ({ say }) => {
    const folder = mkdtempSync(join(tmpdir(), 'lotus-reconcile-'));
    try {
      say(`a day of ${grouped(lines)} payouts is written`);
      const wrong = writeDay(folder, lines);
      const runs: z.output<typeof told>[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        const run = await oneRun(folder);
        if (run.breaks !== wrong || run.matched !== lines - wrong)
          throw new Error(`${run.breaks} breaks were found of ${wrong}`);
        say(
          `round ${round}: ${run.seconds.toFixed(1)} s (${run.cpuSeconds.toFixed(1)} s of processor), ${run.mebibytes} MiB`,
        );
        runs.push(run);
      }
      const seconds = runs.map((run) => run.seconds);
      const mebibytes = Math.max(...runs.map((run) => run.mebibytes));
      return {
        rows: [
          {
            what: `${grouped(lines)} bill lines against ${grouped(lines)} payouts, file kept and read included`,
            result: `${median(seconds).toFixed(1)} s (${Math.min(...seconds).toFixed(1)}–${Math.max(...seconds).toFixed(1)})`,
            target: `< ${secondsTarget} s`,
            reached: median(seconds) < secondsTarget,
          },
          {
            what: '… processor time, which a busy machine does not stretch',
            result: `${median(runs.map((run) => run.cpuSeconds)).toFixed(1)} s`,
          },
          {
            what: '… peak memory of the whole process',
            result: `${grouped(mebibytes)} MiB`,
            target: `< ${mebibytesTarget} MB`,
            reached: mebibytes < mebibytesTarget,
          },
        ],
        figures: { reconcileSeconds: median(seconds), reconcileMebibytes: mebibytes },
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** In a process of its own, so that its memory is nobody else's. */
const oneRun = async (folder: string) => {
  const script = new URL('./reconciliation-process.ts', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [script, folder]);
  return told.parse(JSON.parse(stdout));
};
