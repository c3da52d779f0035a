import t from 'tap';
import { scenarios } from '../../adapters/yeepay/sandbox/scenarios.ts';
import type { CardRef, PayeeId, PayoutId } from '../../domain/identifiers.ts';
import type { PayoutRow } from '../../projections/payout-row.ts';
import { fractions } from '../support/fractions.ts';
import { differences, ordersNow, payoutsNow } from '../support/payout-checks.ts';
import {
  addDoctor,
  addFunds,
  addPayer,
  earn,
  payerOf,
  withdrawAll,
} from '../support/payout-people.ts';
import { impatient, type PayoutWorld, payoutWorld } from '../support/payout-world.ts';

/** `MIXTURE_PAYOUTS=2000 MIXTURE_SEED=7 npx tap test/payouts/mixture.test.ts` for a larger run. */
const payoutsWanted = Number(process.env.MIXTURE_PAYOUTS ?? 120);
const seed = Number(process.env.MIXTURE_SEED ?? 20261128);

const payers = ['rich', 'taxed', 'late'];
const killsPerPayout = 1 / 8;
const dayMs = 86_400_000;
/** Only what no evidence ever comes for may stay in doubt. */
const withoutEvidence = new Set(['stuck', 'query-other-amount']);
const outages = ['bad-gateway', 'hang-up', 'busy'] as const;

/** Kills the service and breaks the provider, now and then, in the middle of things. */
const trouble = (world: PayoutWorld, roll: () => number) => {
  let steps = 0;
  const met = { kills: 0, outages: 0 };
  return {
    met,
    meanwhile: async (): Promise<void> => {
      steps += 1;
      const isBusy = world.life().process.workingCount > 0;
      if (isBusy && met.kills < payoutsWanted * killsPerPayout && roll() < 0.05) {
        met.kills += 1;
        await world.kill();
      }
      if (steps % 100 === 0) {
        const isBroken = roll() < 0.25;
        const outage = isBroken ? outages[Math.floor(roll() * outages.length)] : 'none';
        if (isBroken) met.outages += 1;
        await world.provider.say('/sandbox/switches', { outage });
      }
    },
  };
};

const isOver = ({ state }: PayoutRow): boolean =>
  !['requested', 'submitted', 'accepted', 'in-doubt'].includes(state);

/** Over, or in doubt with nothing more to come. */
const isQuiet = async (world: PayoutWorld): Promise<boolean> => {
  const open = (await payoutsNow(world)).filter((row) => !isOver(row));
  if (open.some(({ state }) => state !== 'in-doubt')) return false;
  const orders = await ordersNow(world);
  const scenarioOf = new Map(orders.map((order) => [order.requestNo, order.scenario]));
  return open.every(({ payoutId }) => withoutEvidence.has(scenarioOf.get(payoutId) ?? 'none'));
};

/** What came back is paid again or given back, in turn. */
const dealWithReturns = async (world: PayoutWorld): Promise<void> => {
  const returned = (await payoutsNow(world)).filter(({ state }) => state === 'returned');
  for (const [at, { payoutId, account, cardRef }] of returned.entries()) {
    const by = 'finance:test';
    const command =
      at % 2 === 0
        ? ({
            type: 'ReissuePayout',
            payoutId,
            newPayoutId: `R${payoutId}`.slice(0, 32) as PayoutId,
            cardRef: cardRef as CardRef,
            by,
          } as const)
        : ({ type: 'CancelPayout', payoutId, reason: 'returned', by } as const);
    const asking = { actor: by, commandId: `${command.type} ${payoutId}`, correlation: payoutId };
    const now = world.now();
    const { desk } = world.life().ledger;
    const outcome = await desk.handle(account as PayeeId, command, { ...asking, now });
    if (!outcome.ok) throw new Error(outcome.refusal.code);
  }
};

t.test(
  'whatever happens, each payout is paid once in full or not at all',
  { timeout: 900_000 },
  async (t) => {
    const roll = fractions(seed);
    const world = await payoutWorld(t, {
      seed,
      client: impatient,
      contract: { overdueAfterMs: dayMs / 2 },
    });
    const { met, meanwhile } = trouble(world, roll);
    const repeats = roll() < 0.5 ? 'same-order' : 'error';
    await world.provider.say('/sandbox/switches', { repeats });
    const rate = 0.6 / scenarios.length;
    await world.provider.rules(...scenarios.map((scenario) => ({ scenario, rate })));
    for (const name of payers)
      await addPayer(world, name, name === 'taxed' ? 'labor-monthly' : 'none');
    await addFunds(world, 'rich', '9000000.00');
    await addFunds(world, 'taxed', '9000000.00');
    const doctors: PayeeId[] = [];
    for (let at = 0; at < payoutsWanted / 4; at += 1) doctors.push(await addDoctor(world, at));

    for (const [wave, [first, second]] of [
      ['rich', 'taxed'],
      ['rich', 'late'],
    ].entries()) {
      for (const doctor of doctors) {
        for (const name of [first, second]) {
          const text = `${100 + Math.floor(roll() * 2_000)}.${10 + Math.floor(roll() * 90)}`;
          await earn(world, `ern-${wave}-${name}`, doctor, payerOf(name ?? ''), text);
        }
        await withdrawAll(world, doctor, `wdr-${wave}`);
      }
      if (wave === 1) {
        const waits = ({ payerId, waitingFor, state }: PayoutRow) =>
          payerId !== payerOf('late') ||
          waitingFor === 'payer-short-of-funds' ||
          state !== 'requested';
        await world.until(async () => (await payoutsNow(world)).every(waits), { meanwhile });
        await addFunds(world, 'late', '9000000.00');
      }
      await world.until(() => isQuiet(world), { meanwhile });
    }
    await world.provider.say('/sandbox/switches', { outage: 'none' });
    await dealWithReturns(world);
    await world.until(() => isQuiet(world), { meanwhile });
    await world.provider.say('/sandbox/switches', { outage: 'none' });
    // What the bank sent back in the meantime is heard of by the next sweep at the latest.
    await world.pass(dayMs);
    await world.until(() => isQuiet(world));
    t.strictSame(await differences(world, payers), []);
    const rows = await payoutsNow(world);
    t.ok(rows.length >= payoutsWanted);
    const counts: { [state: string]: number } = {};
    for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
    t.comment(JSON.stringify({ payouts: rows.length, ...met, ...counts }));
    t.ok(met.kills > payoutsWanted * killsPerPayout * 0.5, 'it was killed often');
    const bugs = [
      'balances-disagree',
      'payout-failed-to-advance',
      'payout-forgotten',
      'news-too-late',
    ];
    t.strictSame(
      world.alarms.filter(({ code }) => bugs.includes(code)),
      [],
    );
    const { answer } = world.views.trialBalance();
    t.equal(
      answer.reduce((sum, { debit, credit }) => sum + debit - credit, 0n),
      0n,
    );
  },
);
