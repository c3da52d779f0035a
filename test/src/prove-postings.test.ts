import fc from 'fast-check';
import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import type { EventStore, LogPage } from '../../domain/ports/event-store.ts';
import type { Instant, Month } from '../../domain/time.ts';
import { provePostings } from '../../src/withholding/prove-postings.ts';
import { days, ledgerWorld, peopled } from '../support/ledger-world.ts';
import { lived } from '../support/lived-months.ts';
import { happen, longHistories, peopleOfHistories } from '../support/random-history.ts';

/** The log with other words in it, as somebody would have it who changed what was withheld. */
const retold = (
  store: Pick<EventStore, 'readAll'>,
  type: string,
  from: string,
  to: string,
): Pick<EventStore, 'readAll'> => ({
  readAll: async (options): Promise<LogPage> => {
    const page = await store.readAll(options);
    const facts = page.facts.map((fact) =>
      fact.type === type ? { ...fact, data: fact.data.replaceAll(from, to) } : fact,
    );
    return { ...page, facts };
  },
});

t.test('what the log withheld', async (t) => {
  const { store } = await lived(t);

  t.test('is what the rules say, computed anew', async (t) => {
    t.match(await provePostings(store), {
      payouts: 1,
      postings: 1,
      withheld: 44000n,
      differences: [],
    });
    t.match(await provePostings(store, '2026-12' as Month), { payouts: 0, postings: 0 });
  });

  t.test('and any fen of it that is not is named, with the working', async (t) => {
    const requested = retold(store, 'WithdrawalRequested', '"tax":"440.00"', '"tax":"440.01"');
    t.match((await provePostings(requested)).differences, [
      {
        what: 'withheld',
        account: 'doc-1',
        month: '2026-11',
        recorded: '440.01',
        expected: '440.00',
        working: [/rule labor-monthly/],
      },
      { what: 'posted', recorded: '440.00', expected: '440.01' },
      { what: 'carried' },
    ]);
    const posted = retold(store, 'PayoutPaid', '"tax":"440.00"', '"tax":"400.00"');
    t.match((await provePostings(posted)).differences, [
      { what: 'posted', recorded: '400.00', expected: '440.00' },
    ]);
    const carried = retold(store, 'PeriodClosed', '"withheld":"440.00"', '"withheld":"44.00"');
    t.match((await provePostings(carried)).differences, [{ what: 'carried', ref: 'pay-1' }]);
  });
});

t.test('whatever happens to payouts, the log can be proved', async (t) => {
  const property = fc.asyncProperty(longHistories(60), async (history) => {
    const store = memoryEventStore();
    const world = ledgerWorld(store, '2026-10-05T09:00:00+08:00' as Instant);
    await peopled(world, peopleOfHistories);
    world.pass(days(1));
    await happen(world, history);
    t.same((await provePostings(store)).differences, []);
  });
  await fc.assert(property, { numRuns: 40, endOnFailure: true });
});
