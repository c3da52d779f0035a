import { cpSync } from 'node:fs';
import t from 'tap';
import { z } from 'zod';
import { withdrawAll } from '../../src/cli/withdraw-all.ts';
import type { Clients } from '../../src/demo/clients.ts';
import { sumJournal } from '../../src/demo/journal-sums.ts';
import { listPayouts, payoutsEnded } from '../../src/demo/payouts-seen.ts';
import { compareWithProvider } from '../../src/demo/provider-compared.ts';
import { readSample } from '../../src/demo/sample.ts';
import { consentAndBind, fundPayers, importEverybody, importMonth } from '../../src/demo/steps.ts';
import { startWorld } from '../../src/demo/world.ts';
import { needsFaults } from '../support/esdb-under-test.ts';
import { eventually } from '../support/eventually.ts';
import { persistently, startInstances } from '../support/instances-world.ts';
import { runLotus } from '../support/run-lotus.ts';

const period = '2026-10';
const sampleFolder = new URL('../../src/demo/sample', import.meta.url).pathname;
const leaseSeconds = 2;
const patienceMs = 30_000;

const trialBalance = z.object({
  accounts: z.array(z.object({ account: z.string(), balance: z.string() })),
});
const position = z.object({ position: z.string() });
const earnedShown = z.object({ earned: z.string() });

/** What a ledger says at the end of the month: gross, withdrawn, paid, and every account's balance. */
const totals = async (clients: Clients, sandboxUrl: string) => {
  const { grossByAccount } = await sumJournal(clients);
  const payouts = await listPayouts(clients, undefined);
  const { breaks, providerPaid } = await compareWithProvider(sandboxUrl, payouts);
  const { accounts } = trialBalance.parse(
    await clients.must('finance', undefined, 'GET', '/v1/trial-balance'),
  );
  const balances = accounts.filter(({ balance }) => balance !== '0.00');
  const paid = payouts.map(({ account, payerId, net, tax, state }) =>
    [account, payerId, net, tax, state].join(' '),
  );
  return { grossByAccount, breaks, providerPaid, balances, paid: paid.toSorted() };
};

/** The same month on one service, which keeps everything in memory. */
const totalsOfOne = async () => {
  const world = await startWorld('memory:');
  try {
    const { clients, sandboxUrl, serviceUrl, jwtSecret } = world;
    const sample = await readSample(sampleFolder, period);
    await importEverybody(clients, sample);
    await consentAndBind(clients, sample, period);
    const { position } = await importMonth(clients, sample);
    await fundPayers(clients, sample, sandboxUrl, period, position);
    const asked = await withdrawAll(serviceUrl, jwtSecret, `demo-${period}`);
    await payoutsEnded(clients, patienceMs, () => {});
    return { asked, ...(await totals(clients, sandboxUrl)) };
  } finally {
    await world.close();
  }
};

t.test(
  'two services on one log, told the same month at once and killed in the middle, end as one',
  { ...needsFaults, timeout: 120_000 },
  async (t) => {
    const world = await startInstances(leaseSeconds);
    t.teardown(world.close);
    const one = totalsOfOne();
    const { instances, sandboxUrl, jwtSecret } = world;
    const [here, there] = instances;
    const samples = await Promise.all(
      instances.map(async ({ dataFolder }) => {
        // Each importer writes its rejects beside its own file.
        const folder = `${dataFolder}-sample`;
        cpSync(sampleFolder, folder, { recursive: true });
        return readSample(folder, period);
      }),
    );
    const [sample] = samples;
    if (sample === undefined) throw new Error('There is a sample');
    await importEverybody(here.clients, sample);
    await consentAndBind(there.clients, sample, period);

    const hasPayable = async () => {
      const seen = await here.clients.must('finance', undefined, 'GET', '/v1/trial-balance');
      return trialBalance.parse(seen).accounts.length > 0;
    };
    const importing = instances.map(({ clients }, at) =>
      persistently(() => importMonth(clients, samples[at] ?? sample)),
    );
    await eventually(hasPayable, 'nothing was earned', patienceMs);
    await there.kill();
    await there.start();
    const [imported] = await Promise.all(importing);
    await fundPayers(here.clients, sample, sandboxUrl, period, imported?.position);

    const withdrawing = instances.map(({ url }) =>
      persistently(() => withdrawAll(url, jwtSecret, `demo-${period}`)),
    );
    const isUnderWay = async () => (await listPayouts(there.clients, 'paid', 1)).length > 0;
    await eventually(isUnderWay, 'no payout came through', patienceMs);
    await here.kill();
    await here.start();
    const asked = await Promise.all(withdrawing);
    await payoutsEnded(there.clients, patienceMs, () => {});
    await payoutsEnded(here.clients, patienceMs, () => {});

    const { asked: askedOfOne, ...expected } = await one;
    for (const { withdrawals, withdrawn } of asked)
      t.match(askedOfOne, { withdrawals, withdrawn }, 'both were answered what one would answer');
    for (const { clients } of instances)
      t.strictSame(await totals(clients, sandboxUrl), expected, 'to the fen, on either');
    t.equal(expected.breaks, 0);

    t.test('and what is written through one is read through the other', async (t) => {
      for (let n = 0; n < 10; n += 1) {
        const [writer, reader] = n % 2 === 0 ? [here, there] : [there, here];
        const earning = {
          earningId: `more-${n}`,
          doctorId: 'doc-01',
          payerId: 'pay-hospital',
          source: 'consultation',
          gross: '1.00',
          completedAt: '2026-10-30T10:00:00+08:00',
        };
        const balance = '/v1/doctors/doc-01/balance';
        const before = earnedShown.parse(
          await writer.clients.must('doctor', 'doc-01', 'GET', balance),
        );
        const told = await writer.clients.must(
          'platform',
          undefined,
          'POST',
          '/v1/earnings',
          earning,
        );
        const atLeast = encodeURIComponent(position.parse(told).position);
        const after = earnedShown.parse(
          await reader.clients.must('doctor', 'doc-01', 'GET', `${balance}?at-least=${atLeast}`),
        );
        t.ok(Number(after.earned) >= Number(before.earned) + 1);
      }
    });

    const verified = await runLotus(['verify', '--json'], {
      LOTUS_STORE: world.connectionString,
      LOTUS_DATA: here.dataFolder,
    });
    t.match(
      JSON.parse(verified.out),
      { differences: [] },
      'every chain holds, every view is right',
    );
    t.strictSame(await world.stop(), { openCalls: 0, batchAppends: 0 }, 'no read was leaked');
    for (const { process: running } of instances) t.equal(running().ended(), 0);
  },
);
