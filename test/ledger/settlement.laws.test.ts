import fc from 'fast-check';
import t from 'tap';
import { availableOn } from '../../domain/account/available.ts';
import { type Fen, plus, zero } from '../../domain/money.ts';
import { dayOf, type Month } from '../../domain/time.ts';
import { listedLines } from '../../src/ledger/listed-lines.ts';
import { placedFacts } from '../../src/ledger/statement-scan.ts';
import { days, doctor, organization, payer } from '../support/ledger-world.ts';
import { happening } from '../support/random-happenings.ts';
import { settlementWorld } from '../support/random-settlement.ts';

type World = Awaited<ReturnType<typeof settlementWorld>>;

/** How often each thing an organization was owed for stands on a statement that was paid. */
const timesPaid = async ({ world, store, claims }: World): Promise<ReadonlyMap<string, number>> => {
  const times = new Map<string, number>();
  for (const { statementId } of await claims()) {
    if ((await world.ledger.statements.state(statementId)).state !== 'paid') continue;
    for await (const { row } of listedLines(store, statementId)) {
      const key = `${row.kind === 'earning' ? 'earning' : 'other'} ${row.ref}`;
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  }
  return times;
};

const owedFor = async ({ store, world }: World): Promise<readonly string[]> => {
  const month = world.now().slice(0, 7) as Month;
  const upTo = { month, revision: Number.POSITIVE_INFINITY };
  const keys: string[] = [];
  for await (const { fact } of placedFacts(store, organization, '2026-10' as Month, upTo)) {
    if (fact.type === 'EarningRecorded') keys.push(`earning ${fact.data.earningId}`);
    if (fact.type === 'EarningReversed') keys.push(`other ${fact.data.reversalId}`);
  }
  return keys;
};

/** What of an organization's money is not where it belongs once everybody did their part. */
const faultsOf = async (life: World): Promise<readonly string[]> => {
  const { ledger, now } = life.world;
  const faults: string[] = [];
  const times = await timesPaid(life);
  for (const key of await owedFor(life))
    if (times.get(key) !== 1) faults.push(`${key} was paid ${times.get(key) ?? 0} times`);
  const of = await ledger.desk.accountOf(organization);
  if (of === undefined) throw new Error('The organization is registered');
  const { sums } = await ledger.accounts.settled(of, now());
  for (const at of [1, 2]) {
    let settled: Fen = zero;
    for (const claim of (await ledger.statements.claims.settling(organization, payer(at))).claims) {
      const { state, issued } = await ledger.statements.state(claim.statementId);
      if (state === 'paid') settled = plus(settled, issued?.total ?? zero);
      else if (state !== 'voided' && state !== 'disputed')
        faults.push(`${claim.statementId} is stuck: ${state}`);
    }
    const of = sums.get(payer(at));
    if (of === undefined) throw new Error('Every payer owed something');
    if (of.withdrawn !== settled) faults.push(`paid ${of.withdrawn}, statements ${settled}`);
    if (availableOn(of, dayOf(now())) !== 0n) faults.push(`left ${of.payable}`);
    if (of.inFlight + of.inDoubt + of.returned !== 0n) faults.push('money under way');
  }
  return faults;
};

t.test('whatever happens to an organization', async (t) => {
  t.test(
    'each earning is settled once, statements are what was paid, nothing is stuck',
    async (t) => {
      const property = fc.asyncProperty(
        fc.array(happening, { minLength: 5, maxLength: 60, size: 'max' }),
        async (happenings) => {
          const life = await settlementWorld();
          for (const one of happenings) await life.happens(one);
          await life.settleAll();
          const faults = await faultsOf(life);
          if (faults.length > 0) throw new Error(faults.join('; '));
        },
      );
      const run = await fc.check(property, { numRuns: 40 });
      t.notOk(run.failed, fc.defaultReportMessage(run) ?? `held ${run.numRuns} times`);
    },
  );

  t.test(
    'what a doctor completed goes to the doctor or to the organization, never to both',
    async (t) => {
      const property = fc.asyncProperty(
        fc.array(happening, { minLength: 5, maxLength: 60, size: 'max' }),
        async (happenings) => {
          const life = await settlementWorld();
          for (const one of happenings) await life.happens(one);
          const { store, world } = life;
          const seen = new Map<string, string>();
          for (const account of [doctor(1), doctor(2), organization]) {
            const upTo = { month: world.now().slice(0, 7) as Month, revision: days(1) };
            for await (const { fact } of placedFacts(store, account, '2026-10' as Month, upTo)) {
              if (fact.type !== 'EarningRecorded') continue;
              const before = seen.get(fact.data.earningId);
              if (before !== undefined)
                throw new Error(`${fact.data.earningId}: ${before} and ${account}`);
              seen.set(fact.data.earningId, account);
            }
          }
        },
      );
      const run = await fc.check(property, { numRuns: 30 });
      t.notOk(run.failed, fc.defaultReportMessage(run) ?? `held ${run.numRuns} times`);
    },
  );
});
