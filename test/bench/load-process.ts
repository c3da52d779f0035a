import { type Dispatcher, Pool } from 'undici';
import { quantile } from './figures.ts';
import type { Load, LoadPlan } from './load-plan.ts';

/** The load generator, a process of its own: takes a plan, sends it, answers what became of it. */

const zipfExponent = 1.1;
/** Orders of magnitude more than one account can be picked from a table of shares this fine. */
const zipfTable = (doctors: number): Float64Array => {
  const sums = new Float64Array(doctors);
  let sum = 0;
  for (let n = 0; n < doctors; n += 1) {
    sum += 1 / (n + 1) ** zipfExponent;
    sums[n] = sum;
  }
  return sums.map((value) => value / sum);
};

const firstAtLeast = (sums: Float64Array, share: number): number => {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 1) < share) low = middle + 1;
    else high = middle;
  }
  return low;
};

const picker = ({ pick, doctors }: LoadPlan): ((n: number) => number) => {
  if (pick === 'hot') return () => 0;
  if (pick === 'spread') return (n) => n % doctors;
  const sums = zipfTable(doctors);
  return () => firstAtLeast(sums, Math.random());
};

const bodies = (plan: LoadPlan): ((n: number) => string) => {
  const doctor = picker(plan);
  const { prefix, day } = plan;
  return (n) =>
    `{"earningId":"${prefix}-${n}","doctorId":"doc-${doctor(n)}","payerId":"pay-1","source":"consultation","gross":"120.50","platformFee":"12.05","completedAt":"${day}T10:00:00+08:00","serviceRef":"svc-${n}","patientRef":"pat-${n % 997}"}`;
};

type Tally = { times: number[]; accepted: number; refused: number; failed: number };

/** The next request, or none where only so many were given. */
const requests = (plan: LoadPlan): (() => Dispatcher.RequestOptions | undefined) => {
  let sent = 0;
  const { calls } = plan;
  if (calls === undefined) {
    const headers = { authorization: `Bearer ${plan.token}`, 'content-type': 'application/json' };
    const body = bodies(plan);
    return () => ({ method: 'POST', path: '/v1/earnings', headers, body: body(++sent) });
  }
  return () => {
    const call = calls[sent++];
    if (call === undefined) return undefined;
    const { method, path, token, body = null } = call;
    const type = body === null ? {} : { 'content-type': 'application/json' };
    return { method, path, headers: { authorization: `Bearer ${token}`, ...type }, body };
  };
};

/** The status of an answer whose body is read and let go, without what a stream of it would cost. */
const statusOf = (pool: Pool, request: Dispatcher.RequestOptions): Promise<number> =>
  new Promise((resolve, reject) => {
    let status = 0;
    pool.dispatch(request, {
      onRequestStart: () => {},
      onResponseStart: (_controller, statusCode) => {
        status = statusCode;
      },
      onResponseData: () => {},
      onResponseEnd: () => resolve(status),
      onResponseError: (_controller, error) => reject(error),
    });
  });

/** Sends one request; false when there is none left. */
const sender = (plan: LoadPlan, pool: Pool, tally: Tally) => {
  const next = requests(plan);
  return async (due: number): Promise<boolean> => {
    const request = next();
    if (request === undefined) return false;
    try {
      const statusCode = await statusOf(pool, request);
      if (statusCode < 300) tally.accepted += 1;
      else if (statusCode === 503) tally.refused += 1;
      else tally.failed += 1;
      if (statusCode < 300) tally.times.push(performance.now() - due);
    } catch {
      tally.failed += 1;
    }
    return true;
  };
};

/** Every connection sends its next request when the last was answered. */
const closedLoop = async (
  { connections, seconds }: LoadPlan,
  send: (due: number) => Promise<boolean>,
) => {
  const until = performance.now() + seconds * 1000;
  const work = async (): Promise<void> => {
    while (performance.now() < until && (await send(performance.now())));
  };
  await Promise.all(Array.from({ length: connections }, work));
};

/** Requests leave when they are due, however slow the answers are. */
const fixedRate = async (
  seconds: number,
  ratePerSecond: number,
  send: (due: number) => Promise<boolean>,
): Promise<void> => {
  const began = performance.now();
  const count = Math.floor(seconds * ratePerSecond);
  const under: Promise<boolean>[] = [];
  for (let n = 0; n < count; ) {
    const now = performance.now();
    for (; n < count && began + (n * 1000) / ratePerSecond <= now; n += 1)
      under.push(send(began + (n * 1000) / ratePerSecond));
    await new Promise((resolve) => void setTimeout(resolve, 1));
  }
  await Promise.all(under);
};

const carryOut = async (plan: LoadPlan): Promise<Load> => {
  const pool = new Pool(plan.url, { connections: plan.connections, pipelining: 1 });
  const tally: Tally = { times: [], accepted: 0, refused: 0, failed: 0 };
  const send = sender(plan, pool, tally);
  const began = performance.now();
  if (plan.ratePerSecond === undefined) await closedLoop(plan, send);
  else await fixedRate(plan.seconds, plan.ratePerSecond, send);
  const seconds = (performance.now() - began) / 1000;
  await pool.destroy();
  const times = Float64Array.from(tally.times).sort();
  return {
    perSecond: tally.accepted / seconds,
    accepted: tally.accepted,
    refused: tally.refused,
    failed: tally.failed,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    p999: quantile(times, 0.999),
    max: times.at(-1) ?? 0,
  };
};

process.on('message', (plan: LoadPlan) => {
  carryOut(plan).then(
    (load) => process.send?.(load),
    (error: unknown) => {
      process.stderr.write(`${error}\n`);
      process.exitCode = 3;
      process.disconnect();
    },
  );
});
