import type { BenchCase } from './bench-case.ts';
import { quantile } from './figures.ts';
import { LoadGenerator } from './load.ts';
import { type BenchService, startService, yesterday } from './service.ts';

const doctors = 200;
const connections = 64;
/** Between two questions, ms. */
const pauseMs = 20;
const targetMs = 200;

/** How long after an earning is durable the views have seen it, while others write as fast as they can. */
export const lag: BenchCase = {
  name: 'lag',
  quick: false,
  run: async ({ seconds, say }) => {
    const service = await startService(doctors + 1);
    const generator = new LoadGenerator();
    try {
      const plan = { url: service.world.serviceUrl, token: service.token, connections, doctors };
      const load = { ...plan, pick: 'spread', prefix: 'lag', day: yesterday() } as const;
      await generator.run({ ...load, seconds: 1.5, prefix: 'warm' });
      const loading = { over: false };
      const loaded = generator.run({ ...load, seconds }).finally(() => {
        loading.over = true;
      });
      const times = await lags(service, loading);
      const { perSecond } = await loaded;
      times.sort((a, b) => a - b);
      const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
      say(
        `${times.length} questions under ${perSecond.toFixed(0)} earnings/s: p99 ${p99.toFixed(0)} ms`,
      );
      return {
        rows: [
          {
            what: `views behind a write, under ${perSecond.toFixed(0)} earnings/s`,
            result: `p50 ${p50.toFixed(0)}, p99 ${p99.toFixed(0)} ms, the request included`,
            target: `< ${targetMs} ms`,
            reached: p99 < targetMs,
          },
        ],
        figures: { viewLagMs: { p50, p99 } },
      };
    } finally {
      generator.stop();
      await service.close();
    }
  },
};

/** One's own earning, then the balance that must have seen it. */
const lags = async (
  { world }: BenchService,
  loading: { readonly over: boolean },
): Promise<number[]> => {
  const times: number[] = [];
  const doctorId = `doc-${doctors}`;
  for (let n = 0; !loading.over; n += 1) {
    const { position } = (await world.clients.must('platform', undefined, 'POST', '/v1/earnings', {
      earningId: `own-${n}`,
      doctorId,
      payerId: 'pay-1',
      source: 'consultation',
      gross: '1.00',
      completedAt: `${yesterday()}T10:00:00+08:00`,
    })) as { readonly position: string };
    const began = performance.now();
    const url = `/v1/doctors/${doctorId}/balance?at-least=${position}`;
    await world.clients.must('finance', undefined, 'GET', url);
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return times;
};
