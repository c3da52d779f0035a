import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { z } from 'zod';
import { amountFromFact } from '../../domain/money.ts';
import { checkTrialBalance } from '../../src/demo/checks.ts';
import { fundAtProvider } from '../../src/demo/fund-provider.ts';
import { sumJournal } from '../../src/demo/journal-sums.ts';
import { listPayouts, payoutsEnded } from '../../src/demo/payouts-seen.ts';
import { compareWithProvider } from '../../src/demo/provider-compared.ts';
import { startWorld, type World } from '../../src/demo/world.ts';
import { settingsFrom } from '../../src/settings.ts';
import { verifyFiles } from '../../src/verify-files.ts';
import { fractions } from '../support/fractions.ts';
import { sayUntilAnswered } from './persistent-client.ts';

const kills = 20;
const doctors = ['doc-1', 'doc-2', 'doc-3', 'doc-4', 'doc-5', 'doc-6'];
const payers = ['pay-1', 'pay-2'];
const day = '2026-09-10T10:00:00+08:00';

const registerAll = async ({ clients, sandboxUrl }: World): Promise<void> => {
  const say = (
    ...words: Parameters<typeof sayUntilAnswered> extends [unknown, ...infer Rest] ? Rest : never
  ) => sayUntilAnswered(clients, ...words);
  for (const [at, payer] of payers.entries()) {
    const merchantNo = `1010000000${at}`;
    await say('platform', undefined, 'PUT', `/v1/payers/${payer}`, {
      legalName: payer,
      merchantNo,
      taxMethod: 'labor-monthly',
    });
    const funding = { fundingId: `f-${payer}`, amount: '9000000.00' };
    await say('finance', undefined, 'POST', `/v1/payers/${payer}/fundings`, {
      ...funding,
      receivedAt: day,
    });
    await fundAtProvider(sandboxUrl, { ...funding, merchantNo });
  }
  for (const [at, doctor] of doctors.entries()) {
    await say('platform', undefined, 'PUT', `/v1/doctors/${doctor}`, {
      kind: 'doctor',
      name: `医生${at}`,
    });
    await say('doctor', doctor, 'PUT', `/v1/doctors/${doctor}/consents/payout`, {
      version: '1',
      textHash: 'x',
    });
    await say('doctor', doctor, 'PUT', `/v1/doctors/${doctor}/bank-card`, {
      cardNumber: `62220200000000000${10 + at}`,
      bankCode: 'ICBC',
      confirmed: true,
    });
  }
};

const positioned = z.object({ position: z.string() });

t.test(
  'killed at twenty random moments, the service loses nothing acknowledged and pays nothing twice',
  { timeout: 500_000 },
  async (t) => {
    const world = await startWorld();
    t.teardown(() => world.close());
    const { clients } = world;
    await registerAll(world);
    const roll = fractions(20261124);
    const acknowledged = new Set<string>();
    const withdrawn = new Map<string, string>();
    const work = { over: false };

    const platform = async (): Promise<void> => {
      for (let n = 0; !work.over; n += 1) {
        const earningId = `ern-${n}`;
        const told = {
          earningId,
          doctorId: doctors[n % doctors.length],
          payerId: payers[n % payers.length],
          source: 'consultation',
          gross: '250.01',
          completedAt: day,
        };
        const { status, body } = await sayUntilAnswered(
          clients,
          'platform',
          undefined,
          'POST',
          '/v1/earnings',
          told,
        );
        if (status !== 201 && status !== 200)
          throw new Error(`earning: ${status} ${JSON.stringify(body)}`);
        positioned.parse(body);
        acknowledged.add(earningId);
      }
    };
    const doctor = async (id: string): Promise<void> => {
      for (let n = 0; n < 3 && !work.over; ) {
        const withdrawalId = `w-${id}-${n}`;
        const { status } = await sayUntilAnswered(
          clients,
          'doctor',
          id,
          'POST',
          `/v1/doctors/${id}/withdrawals`,
          { withdrawalId, amount: 'all' },
        );
        if (status !== 202 && status !== 200) {
          await pause(50);
          continue;
        }
        withdrawn.set(withdrawalId, id);
        n += 1;
        await pause(1_500 * roll());
      }
    };
    const working = [platform(), ...doctors.map(doctor)];
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(50 + 700 * roll());
      await world.killAndRestart();
    }
    work.over = true;
    await Promise.all(working);
    await payoutsEnded(clients, 60_000, () => {});

    const payouts = await listPayouts(clients, undefined);
    const { breaks, providerPaid } = await compareWithProvider(world.sandboxUrl, payouts);
    t.equal(breaks, 0, 'the provider paid each payout exactly once, and nothing else');
    t.ok(providerPaid > 0n, 'money has moved');
    const journal = await sumJournal(clients);
    t.same(Object.keys(journal.grossByAccount), doctors);
    const booked = Object.values(journal.grossByPayer).reduce(
      (sum, amount) => sum + amountFromFact(amount),
      0n,
    );
    t.equal(
      booked,
      BigInt(acknowledged.size) * 25_001n,
      'each acknowledged earning is booked once, and no other',
    );
    const { debit, credit, differences } = await checkTrialBalance(clients, journal.balances);
    t.equal(debit, credit);
    t.equal(differences, 0, 'the views agree with the journal');
    const files = { LOTUS_DATA: world.folder, LOTUS_STORE: `sqlite:${world.folder}` };
    const { differences: found } = await verifyFiles(settingsFrom(files));
    t.same(found, [], 'chains, entries and views are what a fold from nothing gives');
    t.equal(withdrawn.size, doctors.length * 3, 'every withdrawal was answered');
    for (const [id, owner] of withdrawn) {
      const { status } = await sayUntilAnswered(
        clients,
        'doctor',
        owner,
        'GET',
        `/v1/withdrawals/${id}`,
      );
      t.equal(status, 200, `withdrawal ${id} is known`);
    }
  },
);
