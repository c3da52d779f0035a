import { request } from 'undici';
import type { BenchCase } from './bench-case.ts';
import { grouped, median, spreadOf } from './figures.ts';
import { type BenchService, checkBooks, startService, yesterday } from './service.ts';

const doctors = 200;
const target = 60_000;

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
        ],
        figures: { batchPerSecond, batches: rates },
      };
    } finally {
      await service.close();
    }
  },
};

const line = (prefix: string, n: number, doctors: number, day: string): string =>
  `{"earningId":"${prefix}-${n}","doctorId":"doc-${n % doctors}","payerId":"pay-1","source":"consultation","gross":"120.50","platformFee":"12.05","completedAt":"${day}T10:00:00+08:00","serviceRef":"svc-${n}","patientRef":"pat-${n % 997}"}`;

/** One request with so many earnings, onto these doctors in turn; lines a second. */
export const sendBatch = async (
  { world, token }: BenchService,
  prefix: string,
  lines: number,
  doctors: number,
  day = yesterday(),
): Promise<number> => {
  const body = Array.from({ length: lines }, (_, n) => line(prefix, n, doctors, day)).join('\n');
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' };
  const began = performance.now();
  const answer = await request(`${world.serviceUrl}/v1/earnings/batch`, {
    method: 'POST',
    headers,
    body,
    headersTimeout: 0,
  });
  const { accepted } = (await answer.body.json()) as { readonly accepted: number };
  if (accepted !== lines) throw new Error(`${accepted} of ${lines} lines were accepted`);
  return lines / ((performance.now() - began) / 1000);
};
