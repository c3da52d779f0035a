import { request } from 'undici';
import type { BenchCase } from './bench-case.ts';
import { grouped, median, quantile, spreadOf } from './figures.ts';
import { type BenchService, checkBooks, peakMiB, startService, yesterday } from './service.ts';

const doctors = 200;
const target = 60_000;
const smallLines = 1_000;
/** Small batches on their way at once. */
const smallAtOnce = 4;

/** Earnings in bulk: one request, answered when every line is durable. */
export const batch: BenchCase = {
  name: 'batch',
  quick: true,
  run: async ({ quick, rounds, say }) => {
    const service = await startService(doctors);
    try {
      const lines = quick ? 20_000 : 100_000;
      await sendBatch(service, 'warm', lines, doctors);
      const rates: number[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        const rate = await sendBatch(service, `batch${round}`, lines, doctors);
        say(`round ${round}: batch ${grouped(rate)} lines/s`);
        rates.push(rate);
      }
      const small = await smallBatches(service, quick ? 20 : 100);
      await checkBooks(service);
      const batchPerSecond = median(rates);
      return {
        rows: [
          {
            what: `batch of ${grouped(lines)} earnings, durable`,
            result: spreadOf(rates, '/s'),
            target: `≥ ${grouped(target)}/s`,
            reached: batchPerSecond >= target,
          },
          {
            what: `batches of ${grouped(smallLines)} earnings, ${smallAtOnce} at once, durable`,
            result: `${grouped(small.perSecond)}/s; p50 ${small.p50.toFixed(0)}, p99 ${small.p99.toFixed(0)} ms a batch`,
          },
          {
            what: 'peak memory of the service under batches',
            result: `${grouped(peakMiB(service))} MiB`,
          },
        ],
        figures: {
          batchPerSecond,
          batches: rates,
          smallBatches: small,
          batchPeakMiB: peakMiB(service),
        },
      };
    } finally {
      await service.close();
    }
  },
};

/** Lines a second, and how long one batch takes, ms. */
const smallBatches = async (service: BenchService, count: number) => {
  const times: number[] = [];
  let next = 0;
  const send = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      const began = performance.now();
      await sendBatch(service, `small${n}`, smallLines, doctors);
      times.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: smallAtOnce }, send));
  const perSecond = (count * smallLines) / ((performance.now() - began) / 1000);
  times.sort((a, b) => a - b);
  return { perSecond, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
};

const line = (prefix: string, n: number, doctors: number, day: string): string =>
  `{"earningId":"${prefix}-${n}","doctorId":"doc-${n % doctors}","payerId":"pay-1","source":"consultation","gross":"120.50","platformFee":"12.05","completedAt":"${day}T10:00:00+08:00","serviceRef":"svc-${n}","patientRef":"pat-${n % 997}"}`;

/** One request with so many earnings, onto these doctors in turn; lines a second. */
export const sendBatch = async (
  service: BenchService,
  prefix: string,
  lines: number,
  doctors: number,
  day = yesterday(),
): Promise<number> => {
  const body = Array.from({ length: lines }, (_, n) => line(prefix, n, doctors, day)).join('\n');
  const began = performance.now();
  await postBatch(service, body, lines);
  return lines / ((performance.now() - began) / 1000);
};

/** Sends so many lines; that all are accepted is part of it. */
export const postBatch = async (
  { world, token }: BenchService,
  body: string,
  lines: number,
): Promise<void> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' };
  const answer = await request(`${world.serviceUrl}/v1/earnings/batch`, {
    method: 'POST',
    headers,
    body,
    headersTimeout: 0,
  });
  const { accepted } = (await answer.body.json()) as { readonly accepted: number };
  if (accepted !== lines) throw new Error(`${accepted} of ${lines} lines were accepted`);
};
