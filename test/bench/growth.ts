import { statSync } from 'node:fs';
import { join } from 'node:path';
import { instantOfMillis } from '../../domain/time.ts';
import { sendBatch } from './batch.ts';
import type { Bench, BenchCase, Row } from './bench-case.ts';
import { grouped, median } from './figures.ts';
import { grownFolder } from './grown-folder.ts';
import type { Load } from './load-plan.ts';
import { checkDone, loadRow, ratesOf } from './load-rows.ts';
import {
  checkBooks,
  earningsPlan,
  residentMiB,
  startOn,
  untilReady,
  untilSifted,
} from './service.ts';

const small = 100_000;
const large = Number(process.env.BENCH_FACTS ?? 10_000_000);
const doctors = 10_000;
/** So many months lie in the larger log: a doctor has about forty earnings a month. */
const months = Math.max(1, Math.round(large / 400_000));
const restartTarget = 5;

type Grown = {
  readonly loads: readonly Load[];
  /** Right after the restart: every account is met for the first time. */
  readonly cold: Load;
  /** From the restart until all earning ids have been read. */
  readonly siftedSeconds: number;
  readonly restartSeconds: number;
  readonly memoryMiB: number;
  readonly bytesPerFact: number;
};

/**
 * The same load on a small log of one month and on one a hundred times as large (BENCH_FACTS facts; 10
 * million unless told), of 25 months.
 */
export const growth: BenchCase = {
  name: 'growth',
  quick: false,
  run: async (bench) => {
    const little = await onLogOf(bench, small, 1);
    const much = await onLogOf(bench, large, months);
    const p99 = (loads: readonly Load[]): number => median(loads.map((load) => load.p99));
    const rate = median(ratesOf(much.loads)) / median(ratesOf(little.loads));
    const slower = p99(little.loads) / p99(much.loads);
    return {
      rows: [
        loadRow(`one durable earning at ${grouped(small)} facts`, little.loads),
        loadRow(`one durable earning at ${grouped(large)} facts`, much.loads),
        ratioRow(`throughput at ${grouped(large)} facts / at ${grouped(small)}`, rate),
        ratioRow(`p99 at ${grouped(small)} facts / at ${grouped(large)}`, slower),
        {
          what: `killed, and ready again with ${grouped(large)} facts`,
          result: `${much.restartSeconds.toFixed(1)} s (${little.restartSeconds.toFixed(1)} s with ${grouped(small)})`,
          target: `< ${restartTarget} s`,
          reached: much.restartSeconds < restartTarget,
        },
        loadRow(`right after that, every account read from ${grouped(large)} facts first`, [
          much.cold,
        ]),
        {
          what: `until ${grouped(large)} facts' earning ids need not be looked up`,
          result: `${much.siftedSeconds.toFixed(0)} s`,
        },
        {
          what: 'memory of the service after the load',
          result: `${grouped(much.memoryMiB)} MiB (${grouped(little.memoryMiB)} MiB)`,
        },
        { what: 'log on disk', result: `${grouped(much.bytesPerFact)} bytes a fact` },
      ],
      figures: { growth: { small: little, large: much, facts: large } },
    };
  },
};

const ratioRow = (what: string, ratio: number): Row => ({
  what,
  result: ratio.toFixed(2),
  target: '≥ 0.9',
  reached: ratio >= 0.9,
});

const onLogOf = async (
  { rounds, seconds, say }: Bench,
  facts: number,
  ofMonths: number,
): Promise<Grown> => {
  const now = instantOfMillis(Date.now());
  const told = (count: number): void => say(`grown to ${grouped(count)} facts`);
  const folder = await grownFolder({ facts, doctors, now, months: ofMonths, say: told });
  const bytesPerFact = statSync(join(folder, 'log.db')).size / facts;
  const service = await startOn(folder);
  try {
    await untilReady(service);
    say('killed and started again');
    const began = performance.now();
    await service.world.killAndRestart();
    await untilReady(service);
    const restartSeconds = (performance.now() - began) / 1000;
    const load = (prefix: string) => {
      const plan = { pick: 'spread', doctors, seconds, prefix } as const;
      return service.generator.run(earningsPlan(service, plan));
    };
    const cold = await load(`cold${facts}`);
    // Every account is met, as in a service that has been up for a while.
    await sendBatch(service, `warm${facts}`, 2 * doctors, doctors);
    await untilSifted(service);
    const siftedSeconds = (performance.now() - began) / 1000;
    await load(`warm${facts}`);
    const loads: Load[] = [];
    for (let round = 1; round <= rounds; round += 1) loads.push(await load(`r${facts}-${round}`));
    checkDone([cold, ...loads]);
    const memoryMiB = await residentMiB(service);
    await checkBooks(service);
    return { loads, cold, restartSeconds, siftedSeconds, memoryMiB, bytesPerFact };
  } finally {
    await service.close();
  }
};
