import t from 'tap';
import { type Scenario, scenarios } from '../../adapters/yeepay/sandbox/scenarios.ts';
import type { PayoutState } from '../../domain/account/payout-state.ts';
import { differences, payoutsNow } from '../support/payout-checks.ts';
import {
  addDoctor,
  addFunds,
  addPayer,
  earn,
  merchantOf,
  payerOf,
  withdrawAll,
} from '../support/payout-people.ts';
import { impatient, payoutWorld } from '../support/payout-world.ts';

/** Where a payout ends that meets a scenario; what is not named here is paid. */
const ends: { readonly [scenario in Scenario]?: PayoutState } = {
  refuse: 'rejected',
  'fail-later': 'rejected',
  'short-later': 'rejected',
  'cancel-later': 'rejected',
  'return-later': 'returned',
  stuck: 'in-doubt',
  'query-other-amount': 'in-doubt',
};
/** What keeps an order from being taken ends after so many attempts. */
const transient: readonly Scenario[] = [
  'short-of-funds',
  'busy',
  'unavailable',
  'misconfigured',
  'timeout-before',
  'bad-gateway',
  'drop-before',
];
const perScenario = 3;

for (const repeats of ['same-order', 'error'] as const) {
  t.test(`each scenario ends as it must, where a repeat gives ${repeats}`, async (t) => {
    const world = await payoutWorld(t, {
      client: impatient,
      contract: { overdueAfterMs: 6 * 3_600_000 },
    });
    await world.provider.say('/sandbox/switches', { repeats });
    await world.provider.rules(
      ...scenarios.map((scenario) => ({
        scenario,
        merchantNo: merchantOf(scenario),
        ...(transient.includes(scenario) ? { times: 2 * perScenario } : {}),
      })),
    );
    for (const scenario of scenarios) {
      await addPayer(world, scenario);
      await addFunds(world, scenario, '10000.00');
    }
    for (let at = 0; at < perScenario; at += 1) {
      for (const [index, scenario] of scenarios.entries()) {
        const doctor = await addDoctor(world, at * scenarios.length + index);
        await earn(world, 'ern-1', doctor, payerOf(scenario), '123.45');
        await withdrawAll(world, doctor, 'wdr-1');
      }
    }
    const wanted = (payerId: string): PayoutState =>
      ends[payerId.slice('pay-'.length) as Scenario] ?? 'paid';
    await world.until(async () =>
      (await payoutsNow(world)).every(({ payerId, state }) => state === wanted(payerId)),
    );
    t.strictSame(await differences(world, scenarios), []);
    const raised = new Set<string>(world.alarms.map(({ code }) => code));
    for (const code of ['answer-mismatch', 'payout-overdue', 'provider-misconfigured'])
      t.ok(raised.delete(code), `somebody is told: ${code}`);
    // Whether a refusal was seen before it turned into a payment is a matter of moments.
    raised.delete('contradictory-news');
    // So is whether an answer took too long on a busy machine.
    for (const code of ['sweep-incomplete', 'unclassified-answer']) raised.delete(code);
    t.strictSame([...raised], [], 'and nobody is told of what needs nobody');
  });
}
