import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { BenchCase } from './bench-case.ts';
import { grouped, median, spreadOf } from './figures.ts';

const target = 200;
const program = new URL('../simulator/main.ts', import.meta.url).pathname;
/** Long enough that starting its threads does not count for much. */
const histories = 300;

const told = z.object({
  historiesPerMinute: z.number(),
  doctorsLeast: z.number(),
  violations: z.array(z.unknown()).max(0, 'a promise was broken: run the simulator'),
});

/** Whole months of bad luck, at least twenty doctors each, on all processors. */
export const simulator: BenchCase = {
  name: 'simulator',
  quick: false,
  run: async ({ rounds, say }) => {
    const rates: number[] = [];
    let doctors = 0;
    for (let round = 1; round <= rounds; round += 1) {
      const seeds = ['--seeds', String(histories), '--seed', String(round * histories), '--json'];
      const { stdout } = await promisify(execFile)(process.execPath, [program, ...seeds]);
      const { historiesPerMinute, doctorsLeast } = told.parse(JSON.parse(stdout));
      say(`round ${round}: ${grouped(historiesPerMinute)} histories/min`);
      rates.push(historiesPerMinute);
      doctors = doctorsLeast;
    }
    return {
      rows: [
        {
          what: `simulator: months of at least ${doctors} doctors`,
          result: spreadOf(rates, '/min'),
          target: `≥ ${target}/min`,
          reached: median(rates) >= target,
        },
      ],
      figures: { simulatedPerMinute: rates },
    };
  },
};
