import { startBare } from './bare-process.ts';
import type { Bench, BenchCase, Findings, Row } from './bench-case.ts';
import { grouped, median, spreadOf } from './figures.ts';
import { LoadGenerator } from './load.ts';
import type { Load, LoadPlan, Pick } from './load-plan.ts';
import { checkBooks, startService, yesterday } from './service.ts';

const connections = 64;
const doctors = 200;
const singleTarget = 0.85;
const hotTarget = 0.9;

type Loads = { readonly bare: Load[]; readonly spread: Load[]; readonly hot: Load[] };

/** Single earnings, durable before they are answered, beside a route that only parses the same JSON. */
export const income: BenchCase = {
  name: 'income',
  quick: true,
  run: async (bench) => {
    const bare = await startBare();
    const service = await startService(doctors);
    const generator = new LoadGenerator();
    try {
      const { world, token } = service;
      const loads = await alternating(bench, generator, {
        bare: { url: bare.url, pick: 'spread' },
        spread: { url: world.serviceUrl, pick: 'spread' },
        hot: { url: world.serviceUrl, pick: 'hot' },
        token,
      });
      await checkBooks(service);
      return findings(loads);
    } finally {
      generator.stop();
      bare.stop();
      await service.world.close();
    }
  },
};

type To = { readonly url: string; readonly pick: Pick };
type Sides = { readonly [side in keyof Loads]: To } & { readonly token: string };

/** One round warms up and is not counted; the cases alternate, so that a drifting machine hits all alike. */
const alternating = async (
  bench: Bench,
  generator: LoadGenerator,
  sides: Sides,
): Promise<Loads> => {
  const loads: Loads = { bare: [], spread: [], hot: [] };
  for (let round = 0; round <= bench.rounds; round += 1) {
    for (const side of ['bare', 'spread', 'hot'] as const) {
      const plan: LoadPlan = {
        ...sides[side],
        token: sides.token,
        connections,
        doctors,
        seconds: round === 0 ? 1.5 : bench.seconds,
        prefix: `${side}${round}`,
        day: yesterday(),
      };
      const load = await generator.run(plan);
      if (round === 0) continue;
      loads[side].push(load);
      bench.say(
        `round ${round}: ${side} ${grouped(load.perSecond)}/s, p99 ${load.p99.toFixed(1)} ms`,
      );
    }
  }
  return loads;
};

const rates = (loads: readonly Load[]): number[] => loads.map(({ perSecond }) => perSecond);

const rowOf = (what: string, loads: readonly Load[]): Row => {
  const of = (pick: (load: Load) => number): string => median(loads.map(pick)).toFixed(1);
  const times = `p50 ${of(({ p50 }) => p50)}, p99 ${of(({ p99 }) => p99)}, p99.9 ${of(({ p999 }) => p999)}, max ${of(({ max }) => max)} ms`;
  return { what, result: `${spreadOf(rates(loads), '/s')}; ${times}` };
};

const findings = ({ bare, spread, hot }: Loads): Findings => {
  const singleVsEmpty = median(
    spread.map(({ perSecond }, round) => perSecond / (bare[round]?.perSecond ?? 1)),
  );
  const hotVsSpread = median(rates(hot)) / median(rates(spread));
  const failed = [...spread, ...hot].reduce((sum, load) => sum + load.failed + load.refused, 0);
  if (failed > 0) throw new Error(`${failed} earnings were not accepted`);
  return {
    rows: [
      rowOf('bare route, parses only, 64 connections', bare),
      rowOf('one durable earning, 200 accounts', spread),
      rowOf('one durable earning, one hot account', hot),
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
