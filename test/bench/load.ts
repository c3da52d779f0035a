import { Pool } from 'undici';

export type Load = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  readonly failed: number;
};

export type LoadOptions = {
  readonly url: string;
  readonly path: string;
  readonly token: string;
  readonly connections: number;
  readonly seconds: number;
  readonly body: (n: number) => string;
};

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** A closed loop: every connection sends its next request when the last was answered. Times in ms. */
export const closedLoop = async ({
  url,
  path,
  token,
  connections,
  seconds,
  body,
}: LoadOptions): Promise<Load> => {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const times: number[] = [];
  let sent = 0;
  let failed = 0;
  const began = performance.now();
  const until = began + seconds * 1000;
  const work = async (): Promise<void> => {
    while (performance.now() < until) {
      const start = performance.now();
      sent += 1;
      const answer = await pool.request({ method: 'POST', path, headers, body: body(sent) });
      await answer.body.dump();
      if (answer.statusCode >= 300) failed += 1;
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  const took = (performance.now() - began) / 1000;
  await pool.destroy();
  times.sort((a, b) => a - b);
  const [p50, p99, p999] = [0.5, 0.99, 0.999].map((share) => quantile(times, share));
  return {
    perSecond: times.length / took,
    p50: p50 ?? 0,
    p99: p99 ?? 0,
    p999: p999 ?? 0,
    max: times.at(-1) ?? 0,
    failed,
  };
};

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
