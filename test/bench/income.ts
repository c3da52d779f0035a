import { startBare } from './bare-process.ts';
import type { Bench, BenchCase, Findings } from './bench-case.ts';
import { grouped, median } from './figures.ts';
import type { Load, Pick } from './load-plan.ts';
import { checkDone, loadRow, ratesOf } from './load-rows.ts';
import { type BenchService, checkBooks, earningsPlan, peakMiB, startService } from './service.ts';
import { steadyLoad } from './steady.ts';

const doctors = 200;
const singleTarget = 0.85;
const hotTarget = 0.9;
/** The service has more to warm up than the bare route. */
const warmSeconds = { bare: 1, spread: 3, hot: 1.5 };

type Loads = { readonly bare: Load[]; readonly spread: Load[]; readonly hot: Load[] };

/** Single earnings, durable before they are answered, beside a route that only parses the same JSON. */
export const income: BenchCase = {
  name: 'income',
  quick: true,
  run: async (bench) => {
    const bare = await startBare();
    const service = await startService(doctors);
    try {
      const loads = await alternating(bench, service, bare.url);
      const found = findings(loads);
      const steady = await steadyLoad(bench, service, doctors, median(ratesOf(loads.spread)));
      await checkBooks(service);
      return {
        rows: [
          ...found.rows,
          ...steady.rows,
          {
            what: 'peak memory of the service under single earnings',
            result: `${grouped(peakMiB(service))} MiB`,
          },
        ],
        figures: { ...found.figures, ...steady.figures, singlePeakMiB: peakMiB(service) },
      };
    } finally {
      bare.stop();
      await service.close();
    }
  },
};

/** One round warms up and is not counted; the cases alternate, so that a drifting machine hits all alike. */
const alternating = async (
  bench: Bench,
  service: BenchService,
  bareUrl: string,
): Promise<Loads> => {
  const loads: Loads = { bare: [], spread: [], hot: [] };
  const sides: { readonly [side in keyof Loads]: { readonly pick: Pick; readonly url?: string } } =
    {
      bare: { pick: 'spread', url: bareUrl },
      spread: { pick: 'spread' },
      hot: { pick: 'hot' },
    };
  for (let round = 0; round <= bench.rounds; round += 1) {
    for (const side of ['bare', 'spread', 'hot'] as const) {
      const seconds = round === 0 ? warmSeconds[side] : bench.seconds;
      const plan = { ...sides[side], doctors, seconds, prefix: `${side}${round}` };
      const load = await service.generator.run(earningsPlan(service, plan));
      if (round === 0) continue;
      loads[side].push(load);
      bench.say(
        `round ${round}: ${side} ${grouped(load.perSecond)}/s, p99 ${load.p99.toFixed(1)} ms`,
      );
    }
  }
  checkDone([...loads.spread, ...loads.hot]);
  return loads;
};

const findings = ({ bare, spread, hot }: Loads): Findings => {
  const ratio = (over: readonly Load[], under: readonly Load[]): number =>
    median(over.map(({ perSecond }, round) => perSecond / (under[round]?.perSecond ?? 1)));
  const singleVsEmpty = ratio(spread, bare);
  const hotVsSpread = ratio(hot, spread);
  return {
    rows: [
      loadRow('bare route, parses only, 64 connections', bare),
      loadRow('one durable earning, 200 accounts', spread),
      loadRow('one durable earning, one hot account', hot),
      {
        what: 'one durable earning / bare route',
        result: singleVsEmpty.toFixed(2),
        target: `≥ ${singleTarget}`,
        reached: singleVsEmpty >= singleTarget,
      },
      {
        what: 'hot account / spread',
        result: hotVsSpread.toFixed(2),
        target: `≥ ${hotTarget}`,
        reached: hotVsSpread >= hotTarget,
      },
    ],
    figures: { singleVsEmpty, hotVsSpread, single: { bare, spread, hot } },
  };
};
