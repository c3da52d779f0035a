import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';
import { sendBatch } from './batch.ts';
import type { Bench, BenchCase, Row } from './bench-case.ts';
import { grouped, median } from './figures.ts';
import { checkDone } from './load-rows.ts';
import { type BenchService, checkBooks, earningsPlan, startService } from './service.ts';

const doctors = 200;
const lines = 20_000;
const folder = new URL('./peers/', import.meta.url).pathname;

const rates = z.object({ single: z.number(), bulk: z.number() });
const found = z.object({
  postgres: z.string(),
  multiRowInsert: rates,
  emmett: rates,
  pgledger: rates.pick({ single: true }).optional(),
});
type Found = z.infer<typeof found>;
type Round = { readonly single: number; readonly batch: number; readonly peers: Found };

/** Others that keep money or events, on the same machine, in turn with us, as durable. */
export const peers: BenchCase = {
  name: 'peers',
  quick: false,
  run: async (bench) => {
    if (process.env.DATABASE_URL === undefined)
      throw new Error('DATABASE_URL: expected postgres://… of the PostgreSQL to measure against');
    if (!existsSync(`${folder}node_modules`))
      throw new Error('The peers are not installed: npm ci --prefix test/bench/peers');
    const service = await startService(doctors);
    try {
      await sendBatch(service, 'warm', lines, doctors);
      const all: Round[] = [];
      for (let round = 1; round <= bench.rounds; round += 1)
        all.push(await oneRound(bench, service, round));
      await checkBooks(service);
      return { rows: rowsOf(all), figures: { peers: all } };
    } finally {
      await service.close();
    }
  },
};

const oneRound = async (
  { seconds, say }: Bench,
  service: BenchService,
  round: number,
): Promise<Round> => {
  const plan = { pick: 'spread', doctors, seconds, prefix: `peers${round}` } as const;
  const load = await service.generator.run(earningsPlan(service, plan));
  checkDone([load]);
  const batch = await sendBatch(service, `peers-batch${round}`, lines, doctors);
  const env = { ...process.env, PEER_SECONDS: String(seconds) };
  const { stdout } = await promisify(execFile)(process.execPath, [`${folder}run.js`], { env });
  const others = found.parse(JSON.parse(stdout));
  say(
    `round ${round}: ours ${grouped(load.perSecond)}/s, emmett ${grouped(others.emmett.single)}/s`,
  );
  return { single: load.perSecond, batch, peers: others };
};

const rowsOf = (rounds: readonly Round[]): readonly Row[] => {
  const mid = (pick: (round: Round) => number): number => median(rounds.map(pick));
  const against = (
    what: string,
    ours: (round: Round) => number,
    theirs: (peers: Found) => number,
    least?: number,
  ): Row => {
    const ratio = mid((round) => ours(round) / theirs(round.peers));
    const result = `${ratio.toFixed(1)} × (${grouped(mid(ours))}/s to ${grouped(mid(({ peers: of }) => theirs(of)))}/s)`;
    if (least === undefined) return { what, result };
    return { what, result, target: `≥ ${least} ×`, reached: ratio >= least };
  };
  const single = (round: Round): number => round.single;
  const batch = (round: Round): number => round.batch;
  const isThere = rounds.every((round) => round.peers.pgledger !== undefined);
  return [
    ...(isThere
      ? [
          against(
            'one command / pgledger, 64 in flight',
            single,
            (of) => of.pgledger?.single ?? 0,
            5,
          ),
        ]
      : []),
    against('one command / emmett-postgresql, 64 in flight', single, (of) => of.emmett.single, 3),
    against('batch / emmett-postgresql, appends of 1,000', batch, (of) => of.emmett.bulk, 4),
    against('one command / a bare insert of one row', single, (of) => of.multiRowInsert.single),
    against('batch / a bare insert of 1,000 rows', batch, (of) => of.multiRowInsert.bulk),
  ];
};
