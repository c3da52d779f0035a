import { cpus } from 'node:os';
import { Command } from 'commander';
import { request } from 'undici';
import { startWorld, type World } from '../../src/demo/world.ts';
import { developmentToken } from '../../src/tokens.ts';
import { startBare } from './bare-process.ts';
import { closedLoop, type Load, median } from './load.ts';
import { replayRate } from './replay.ts';

const connections = 64;
const doctors = 200;
const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const prepare = async ({ clients }: World): Promise<void> => {
  await clients.must('platform', undefined, 'PUT', '/v1/payers/pay-1', {
    legalName: 'bench',
    merchantNo: '1',
    taxMethod: 'labor-monthly',
  });
  for (let n = 0; n < doctors; n += 1) {
    await clients.must('platform', undefined, 'PUT', `/v1/doctors/doc-${n}`, {
      kind: 'doctor',
      name: `医生${n}`,
    });
  }
};

/** Bodies vary, so that recognising repeats cannot flatter the figures. */
let count = 0;
const earning = (doctor: number): string => {
  count += 1;
  const about = {
    earningId: `b-${count}`,
    doctorId: `doc-${doctor}`,
    payerId: 'pay-1',
    source: 'consultation',
    gross: '120.50',
    platformFee: '12.05',
  };
  return JSON.stringify({
    ...about,
    completedAt: `${day}T10:00:00+08:00`,
    serviceRef: `svc-${count}`,
    patientRef: `pat-${count % 997}`,
  });
};

const batchRate = async (url: string, token: string, lines: number): Promise<number> => {
  const body = Array.from({ length: lines }, (_, n) => earning(n % doctors)).join('\n');
  const began = performance.now();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' };
  const answer = await request(`${url}/v1/earnings/batch`, { method: 'POST', headers, body });
  const { accepted } = (await answer.body.json()) as { accepted: number };
  if (accepted !== lines) throw new Error(`${accepted} of ${lines} lines were accepted`);
  return lines / ((performance.now() - began) / 1000);
};

type Rounds = { readonly bare: Load[]; readonly spread: Load[]; readonly hot: Load[] };

const measure = async (
  world: World,
  bareUrl: string,
  token: string,
  rounds: number,
  seconds: number,
): Promise<Rounds> => {
  const measured: Rounds = { bare: [], spread: [], hot: [] };
  const common = { path: '/v1/earnings', token, connections };
  // One round warms up and is not counted; the cases alternate, so that a drifting machine hits all alike.
  for (let round = 0; round <= rounds; round += 1) {
    const took = round === 0 ? 1 : seconds;
    const one = {
      bare: await closedLoop({
        ...common,
        url: bareUrl,
        seconds: took,
        body: (n) => earning(n % doctors),
      }),
      spread: await closedLoop({
        ...common,
        url: world.serviceUrl,
        seconds: took,
        body: (n) => earning(n % doctors),
      }),
      hot: await closedLoop({
        ...common,
        url: world.serviceUrl,
        seconds: took,
        body: () => earning(0),
      }),
    };
    if (round === 0) continue;
    for (const name of ['bare', 'spread', 'hot'] as const) measured[name].push(one[name]);
    say(
      `round ${round}: bare ${one.bare.perSecond.toFixed(0)}/s, spread ${one.spread.perSecond.toFixed(0)}/s, hot ${one.hot.perSecond.toFixed(0)}/s`,
    );
  }
  return measured;
};

const row = (name: string, loads: readonly Load[]): string => {
  const of = (pick: (load: Load) => number): string => median(loads.map(pick)).toFixed(1);
  const rates = loads.map(({ perSecond }) => perSecond);
  return `${name.padEnd(34)} ${of(({ perSecond }) => perSecond).padStart(9)}/s  (${Math.min(...rates).toFixed(0)}–${Math.max(...rates).toFixed(0)})  p50 ${of(({ p50 }) => p50)}  p99 ${of(({ p99 }) => p99)}  p99.9 ${of(({ p999 }) => p999)}  max ${of(({ max }) => max)} ms`;
};

const bench = async ({
  quick,
  json,
}: {
  readonly quick?: boolean;
  readonly json?: boolean;
}): Promise<void> => {
  const rounds = 3;
  const seconds = quick === true ? 2 : 8;
  const bare = await startBare();
  const world = await startWorld();
  try {
    await prepare(world);
    const token = await developmentToken(world.jwtSecret, { role: 'platform', sub: 'bench' });
    const { bare: bares, spread, hot } = await measure(world, bare.url, token, rounds, seconds);
    const lines = quick === true ? 20_000 : 100_000;
    const batches: number[] = [];
    for (let round = 0; round < rounds; round += 1)
      batches.push(await batchRate(world.serviceUrl, token, lines));
    const replays = [await replayRate(world.folder), await replayRate(world.folder)];
    const balance = (await world.clients.must(
      'finance',
      undefined,
      'GET',
      '/v1/trial-balance',
    )) as { debit: string; credit: string };
    const rates = (loads: readonly Load[]): number =>
      median(loads.map(({ perSecond }) => perSecond));
    const result = {
      singleVsEmpty: rates(spread) / rates(bares),
      hotVsSpread: rates(hot) / rates(spread),
      batchPerSecond: median(batches),
      replayPerSecond: median(replays),
      bareTarget: 0.85,
      single: { bare: bares, spread, hot },
      batches,
      trialBalance: { debit: balance.debit, credit: balance.credit },
      machine: { cpus: cpus().length, model: cpus()[0]?.model, node: process.version },
    };
    process.stdout.write(
      `${row('bare route, parses only', bares)}\n${row('earnings, 200 accounts', spread)}\n${row('earnings, one hot account', hot)}\n`,
    );
    process.stdout.write(
      `single / bare ${result.singleVsEmpty.toFixed(2)} (target 0.85)   hot / spread ${result.hotVsSpread.toFixed(2)} (target 0.90)\n`,
    );
    process.stdout.write(
      `batch ${result.batchPerSecond.toFixed(0)} earnings/s (target 60,000)   replay ${result.replayPerSecond.toFixed(0)} facts/s (target 200,000)\n`,
    );
    process.stdout.write(
      `trial balance ${balance.debit} = ${balance.credit}: ${balance.debit === balance.credit}\n`,
    );
    if (json === true) process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    bare.stop();
    await world.close();
  }
};

new Command('bench')
  .option('--quick', 'under 50 seconds')
  .option('--json', 'print one JSON object last')
  .action(bench)
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 3;
  });
