import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { byChance, type Fault, faultyStore } from '../support/faulty-store.ts';
import { chainHolds, coinsIn, jarOn, put, storedIn } from '../support/jar.ts';

/** Faults that answer; those that lose answers are rare, because finding out takes time. */
const usual: readonly Fault[] = [
  ...Array<Fault>(8).fill('slow'),
  'overloaded',
  'unavailable',
  'overloaded',
  'unavailable',
  'lost-after',
];

type Answer = { readonly coin: string; readonly code: string; readonly stored: readonly string[] };

const histories = fc.record({
  seed: fc.integer(),
  /** Which of two instances is asked, for which of few coins, after how many turns. */
  asked: fc.array(
    fc.record({ here: fc.boolean(), coin: fc.nat(25), turns: fc.nat(3), heavy: fc.nat(9) }),
    { minLength: 20, maxLength: 80 },
  ),
});

t.test('whatever the store does, two instances on one stream keep their word', async (t) => {
  const keep = fc.asyncProperty(histories, async ({ seed, asked }) => {
    const inner = memoryEventStore();
    const faults = byChance(seed, usual, 3);
    const jars = [
      jarOn(faultyStore(faults, undefined, inner)),
      jarOn(faultyStore(faults, undefined, inner)),
    ];
    const answers: Promise<Answer>[] = [];
    for (const { here, coin, turns, heavy } of asked) {
      for (let at = 0; at < turns; at += 1) await turn();
      const jar = jars[here ? 0 : 1];
      if (jar === undefined) return false;
      const fill = heavy === 0 ? 400_000 : 1;
      const answered = put(jar, `c${coin}`, { fill }).then(async (outcome) => ({
        coin: `c${coin}`,
        code: outcome.ok ? 'done' : outcome.refusal.code,
        stored: await coinsIn(inner),
      }));
      answers.push(answered);
    }
    const told = await Promise.all(answers);
    const stored = await storedIn(inner);
    const coins = await coinsIn(inner);
    const isOnce = new Set(coins).size === coins.length;
    const kept = told.every(
      ({ coin, code, stored: then }) => code !== 'done' || then.includes(coin),
    );
    const filled = stored.reduce((sum, { data }) => sum + (JSON.parse(data).fill ?? 1), 0);
    // A refusal rests on what is in the log: the jar really is nearly full.
    const isFair = told.every(({ code }) => code !== 'full' || filled > 600_000);
    return isOnce && kept && isFair && filled <= 1_000_000 && chainHolds(stored);
  });
  const run = await fc.check(keep, { numRuns: 40 });
  t.notOk(run.failed, fc.defaultReportMessage(run) ?? 'held');
});
