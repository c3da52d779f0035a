import { addMonths, firstDayOf, instantOfMillis, monthOf, startOfDay } from '../../domain/time.ts';
import { developmentToken } from '../../src/tokens.ts';
import { sendBatch } from './batch.ts';
import type { Bench, BenchCase, Row } from './bench-case.ts';
import { grouped } from './figures.ts';
import { grownFolder } from './grown-folder.ts';
import type { Load } from './load-plan.ts';
import { checkDone, loadRow } from './load-rows.ts';
import { type BenchService, checkBooks, earningsPlan, startOn, untilReady } from './service.ts';

const accounts = 100_000;
const reads = 20_000;

/** 100,000 accounts that stand in last month: what their month end costs, and what they cost thereafter. */
export const manyAccounts: BenchCase = {
  name: 'many-accounts',
  quick: false,
  run: async (bench) => {
    const lastMonth = startOfDay(firstDayOf(addMonths(monthOf(instantOfMillis(Date.now())), -1)));
    const growth = { facts: 4 * accounts, doctors: accounts, now: lastMonth };
    const service = await startOn(await grownFolder(growth));
    try {
      await untilReady(service);
      const monthEnd = await sendBatch(service, 'month', accounts, accounts);
      bench.say(`month end: ${grouped(monthEnd)} accounts/s`);
      const zipf = await rounds(bench, (round) =>
        service.generator.run(
          earningsPlan(service, {
            pick: 'zipf',
            doctors: accounts,
            seconds: bench.seconds,
            prefix: `zipf${round}`,
          }),
        ),
      );
      await untilReady(service);
      const [now, past] = [await balances(service, ''), await balances(service, asOf())];
      await checkBooks(service);
      return {
        rows: [
          monthEndRow(monthEnd),
          loadRow(`one durable earning, Zipf over ${grouped(accounts)} accounts`, zipf),
          loadRow('balance now', [now]),
          loadRow('balance as of an hour ago', [past]),
        ],
        figures: { monthEndPerSecond: monthEnd, zipf, balanceNow: now, balanceAsOf: past },
      };
    } finally {
      await service.close();
    }
  },
};

const monthEndRow = (perSecond: number): Row => ({
  what: `month end of ${grouped(accounts)} accounts: close, open, an earning, a new patient key`,
  result: `${grouped(perSecond)} accounts/s, ${(accounts / perSecond).toFixed(1)} s in all`,
});

const rounds = async (
  { rounds: count }: Bench,
  run: (round: number) => Promise<Load>,
): Promise<readonly Load[]> => {
  const loads: Load[] = [];
  await run(0);
  for (let round = 1; round <= count; round += 1) loads.push(await run(round));
  checkDone(loads);
  return loads;
};

const asOf = (): string => `?asOf=${encodeURIComponent(instantOfMillis(Date.now() - 3_600_000))}`;

const balances = async ({ world, generator }: BenchService, query: string): Promise<Load> => {
  const token = await developmentToken(world.jwtSecret, { role: 'finance', sub: 'bench' });
  const calls = Array.from({ length: reads }, (_, n) => ({
    method: 'GET' as const,
    path: `/v1/doctors/doc-${(n * 7_919) % accounts}/balance${query}`,
    token,
  }));
  const about = { connections: 64, seconds: 60, pick: 'spread', doctors: 1 } as const;
  const load = await generator.run({
    url: world.serviceUrl,
    token,
    calls,
    prefix: '',
    day: '',
    ...about,
  });
  checkDone([load]);
  return load;
};
