import { setTimeout as pause } from 'node:timers/promises';
import { fundAtProvider } from '../../src/demo/fund-provider.ts';
import { developmentToken } from '../../src/tokens.ts';
import { sendBatch } from './batch.ts';
import type { BenchCase } from './bench-case.ts';
import { grouped } from './figures.ts';
import type { Call } from './load-plan.ts';
import { checkDone, loadRow } from './load-rows.ts';
import {
  type BenchService,
  checkBooks,
  connections,
  metricOf,
  startService,
  yesterday,
} from './service.ts';

const doctors = 1_000;
/** As many as one may ask for on a day. */
const perDoctor = 3;
/** Completed so long ago that everything has matured. */
const daysAgo = 40;
const paidPatienceMs = 300_000;

/** Check, reserve and fact of a withdrawal, in one durable command. */
export const withdrawals: BenchCase = {
  name: 'withdrawals',
  quick: false,
  run: async () => {
    const service = await startService(doctors);
    try {
      const tokens = await prepare(service);
      const ask = (round: number): Call[] =>
        tokens.map((token, n) => ({
          method: 'POST',
          path: `/v1/doctors/doc-${n}/withdrawals`,
          token,
          body: JSON.stringify({ withdrawalId: `w-${round}`, amount: '100.00' }),
        }));
      const loads = [];
      const began = performance.now();
      for (let round = 0; round < perDoctor; round += 1) {
        const { world, token, generator } = service;
        const plan = { url: world.serviceUrl, token, connections, seconds: 120, day: '' };
        const about = { pick: 'spread', doctors, prefix: '' } as const;
        loads.push(await generator.run({ ...plan, ...about, calls: ask(round) }));
      }
      checkDone(loads);
      const paidPerSecond = (doctors * perDoctor) / ((await untilPaid(service, began)) / 1000);
      await checkBooks(service);
      const [, ...counted] = loads;
      return {
        rows: [
          loadRow('withdrawal accepted: check, reserve, fact, durable', counted),
          {
            what: `withdrawal completed: ${grouped(doctors * perDoctor)} paid by the provider's sandbox, from the first request on`,
            result: `${grouped(paidPerSecond)}/s (the contract allows 200 calls a second)`,
          },
        ],
        figures: { withdrawals: counted, paidPerSecond },
      };
    } finally {
      await service.close();
    }
  },
};

/** Waits until no payout is under way any more; how long after `began` that was, ms. */
const untilPaid = async (service: BenchService, began: number): Promise<number> => {
  while (performance.now() - began < paidPatienceMs) {
    if ((await metricOf(service, 'lotus_payouts_under_way')) === 0)
      return performance.now() - began;
    await pause(250);
  }
  throw new Error('The payouts were not paid in time');
};

/** More than all of them will ask for, at the provider's and in the books. */
const fundPayer = async ({ world }: BenchService): Promise<void> => {
  const funding = { fundingId: 'bench', amount: '1000000.00' };
  await fundAtProvider(world.sandboxUrl, { ...funding, merchantNo: '1' });
  const received = { ...funding, receivedAt: `${yesterday()}T10:00:00+08:00` };
  await world.clients.must('finance', undefined, 'POST', '/v1/payers/pay-1/fundings', received);
};

/** Consent, a card, and money that may be withdrawn, for every doctor; their tokens. */
const prepare = async (service: BenchService): Promise<readonly string[]> => {
  const { clients, jwtSecret } = service.world;
  const day = new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  await fundPayer(service);
  await sendBatch(service, 'earned', doctors * 10, doctors, day);
  const tokens: string[] = [];
  for (let n = 0; n < doctors; n += 1) {
    const doctor = `doc-${n}`;
    await clients.must('doctor', doctor, 'PUT', `/v1/doctors/${doctor}/consents/payout`, {
      version: '1',
      textHash: 'bench',
    });
    await clients.must('doctor', doctor, 'PUT', `/v1/doctors/${doctor}/bank-card`, {
      cardNumber: `622202${String(n).padStart(13, '0')}`,
      bankCode: 'ICBC',
      confirmed: true,
    });
    tokens.push(await developmentToken(jwtSecret, { role: 'doctor', party: doctor, sub: doctor }));
  }
  return tokens;
};
