import { setTimeout as pause } from 'node:timers/promises';
import type { World } from '../../src/demo/world.ts';
import type { Bench, Findings } from './bench-case.ts';
import { grouped, quantile } from './figures.ts';
import { loadRow } from './load-rows.ts';
import { type BenchService, earningsPlan, yesterday } from './service.ts';

const lagTarget = 200;
/** Of what a closed loop has reached: as much as the service is meant to bear for long. */
const share = 0.7;
const lookMs = 10;

/** A fixed rate, times counted from when each request was due; and how far the views are behind meanwhile. */
export const steadyLoad = async (
  { seconds, say }: Bench,
  service: BenchService,
  doctors: number,
  closedLoopRate: number,
): Promise<Findings> => {
  const ratePerSecond = share * closedLoopRate;
  const plan = { pick: 'spread', doctors, seconds, prefix: 'steady', ratePerSecond } as const;
  const watch = watchLag(service.world);
  const load = await service.generator.run(earningsPlan(service, plan));
  const lags = Float64Array.from(await watch.stop()).sort();
  const lag = quantile(lags, 0.99);
  say(
    `fixed rate ${grouped(ratePerSecond)}/s: p99 ${load.p99.toFixed(1)} ms, lag ${lag.toFixed(0)} ms`,
  );
  return {
    rows: [
      loadRow(`fixed rate of ${grouped(ratePerSecond)}/s, 200 accounts, from when due`, [load]),
      {
        what: 'views behind the log at that rate, p99',
        result: `${lag.toFixed(0)} ms (p50 ${quantile(lags, 0.5).toFixed(0)} ms)`,
        target: `< ${lagTarget} ms`,
        reached: lags.length > 0 && lag < lagTarget,
      },
    ],
    figures: { fixedRate: load, viewLagP99: lag },
  };
};

/** Writes now and then, and looks when the views have it, without asking them to hurry; ms. */
const watchLag = ({ clients }: World) => {
  const written: { readonly at: number; readonly position: number }[] = [];
  const lags: number[] = [];
  let isOver = false;
  const watching = (async () => {
    for (let n = 0; !isOver || written.length > 0; n += 1) {
      if (!isOver) {
        const told = await clients.must('platform', undefined, 'POST', '/v1/earnings', earning(n));
        written.push({ at: performance.now(), position: positionIn(told, 'position') });
      }
      const read = await clients.must('finance', undefined, 'GET', '/v1/payers/pay-1');
      const seen = positionIn(read, 'asOf');
      while (written[0] !== undefined && written[0].position <= seen)
        lags.push(performance.now() - (written.shift()?.at ?? 0));
      await pause(lookMs);
    }
    return lags;
  })();
  return {
    stop: () => {
      isOver = true;
      return watching;
    },
  };
};

const earning = (n: number) => ({
  earningId: `lag-${n}`,
  doctorId: 'doc-0',
  payerId: 'pay-1',
  source: 'consultation',
  gross: '120.50',
  completedAt: `${yesterday()}T10:00:00+08:00`,
});

const positionIn = (answer: unknown, name: string): number =>
  Number((answer as { readonly [name: string]: unknown })[name]);
