import fc from 'fast-check';
import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import type { Sums } from '../../domain/account/payer-sums.ts';
import { applyToSums } from '../../domain/account/sums.ts';
import { entriesOf, type RecordedFact } from '../../domain/ledger-fact.ts';
import { minus, total } from '../../domain/money.ts';
import { addMillis, dayOf, type Instant, monthOf } from '../../domain/time.ts';
import { type AccountEntry, payable } from '../../projections/account-entries.ts';
import { balanceAnswer } from '../../projections/balance-answer.ts';
import { booked } from '../../projections/books.ts';
import type { BookRow } from '../../projections/rows.ts';
import { parseStored } from '../../src/facts/parse-stored.ts';
import { balanceAsOf } from '../../src/views/balance-as-of.ts';
import { type EntriesOf, entriesPage } from '../../src/views/entries.ts';
import { storedViews } from '../../src/views/stored-views.ts';
import { trialBalanceAsOf } from '../../src/views/trial-balance-as-of.ts';
import { ViewFolder } from '../../src/views/view-folder.ts';
import {
  days,
  doctor,
  ledgerWorld,
  minutes,
  organization,
  peopled,
} from '../support/ledger-world.ts';
import { happen, longHistories, peopleOfHistories } from '../support/random-history.ts';

const start = '2026-10-05T09:00:00+08:00' as Instant;
const accounts = [doctor(1), doctor(2), doctor(3), organization];

/** The sums of all facts recorded by an instant, from nothing, month ends passed over. */
const sumsFromZero = (log: readonly RecordedFact[], account: string, at: Instant): Sums =>
  log.reduce<Sums>((sums, recorded) => {
    if (recorded.about !== 'account' || recorded.payee !== account) return sums;
    if (recorded.recordedAt > at || recorded.fact.type === 'PeriodOpened') return sums;
    return applyToSums(sums, recorded.fact);
  }, new Map());

/** Payers of whom nothing is left to say are not told apart from payers never met. */
const told = (sums: Sums, at: Instant) => {
  const { byPayer, ...all } = balanceAnswer(sums, dayOf(at));
  return {
    ...all,
    byPayer: byPayer.filter(({ earned, adjusted }) => earned !== 0n || adjusted !== 0n),
  };
};

const booksFromZero = (log: readonly RecordedFact[], at: Instant): readonly BookRow[] => {
  const rows = new Map<string, BookRow>();
  for (const recorded of log.filter(({ recordedAt }) => recordedAt <= at))
    for (const leg of entriesOf(recorded).flatMap(({ legs }) => legs))
      rows.set(leg.account, booked(rows.get(leg.account), leg));
  return [...rows.values()].sort((a, b) => (a.account < b.account ? -1 : 1));
};

const allEntries = async (of: EntriesOf, limit: number): Promise<readonly AccountEntry[]> => {
  const entries: AccountEntry[] = [];
  let after: string | undefined;
  do {
    const { answer } = await entriesPage(of, { limit, after });
    entries.push(...answer.items);
    after = answer.next;
  } while (after !== undefined);
  return entries;
};

const addsUp = (entries: readonly AccountEntry[]): boolean =>
  entries.every(({ amount, balance }, at) => {
    const older = entries[at + 1]?.balance ?? 0n;
    return minus(balance, amount) === older;
  });

t.test('at any instant of any history, on clocks that differ a little', async (t) => {
  const instants = fc.array(fc.integer({ min: -2, max: 400 }), { minLength: 6, maxLength: 6 });
  const clocks = fc.array(fc.integer({ min: -4, max: 2 }), { minLength: 3, maxLength: 9 });
  const property = fc.asyncProperty(
    longHistories(60),
    instants,
    clocks,
    fc.integer({ min: 1, max: 7 }),
    async (history, asked, differences, limit) => {
      const store = memoryEventStore();
      const world = ledgerWorld(store, start);
      await peopled(world, peopleOfHistories);
      world.pass(days(1));
      const views = sqliteViewStore({ file: ':memory:' });
      const read = storedViews(views);
      let [at, difference] = [0, 0];
      await happen(world, history, async () => {
        at += 1;
        // Another instance's clock may be some minutes behind, over a month end too.
        const wanted = differences[at % differences.length] ?? 0;
        world.pass(minutes(wanted - difference));
        difference = wanted;
        if (at === 30) await new ViewFolder(store, views).catchUp();
      });
      const log = (await store.readAll({ max: 10_000 })).facts.map(parseStored);
      const last =
        log
          .map(({ recordedAt }) => recordedAt)
          .toSorted()
          .at(-1) ?? start;

      for (const number of asked) {
        const pick = log[number % log.length]?.recordedAt ?? start;
        const instant = number < 0 ? addMillis(start, number) : addMillis(pick, (number % 3) - 1);
        for (const account of accounts) {
          const past = await balanceAsOf(store, account, monthOf(start), instant);
          if (instant < start) t.equal(past, undefined, 'nobody was there before the beginning');
          else
            t.strictSame(
              told(past?.answer ?? new Map(), instant),
              told(sumsFromZero(log, account, instant), instant),
            );
          const of = { store, views: read, payee: account, since: monthOf(start), now: last };
          const entries = await allEntries({ ...of, until: instant }, limit);
          t.ok(addsUp(entries));
          t.equal(entries[0]?.balance ?? 0n, payable(sumsFromZero(log, account, instant)));
        }
        const books = await trialBalanceAsOf({ store, views: read }, instant);
        t.strictSame(books.answer, booksFromZero(log, instant));
        const debits = total(books.answer.map(({ debit }) => debit));
        t.equal(debits, total(books.answer.map(({ credit }) => credit)));
      }
      for (const account of accounts) {
        const of = { store, views: read, payee: account, since: monthOf(start), now: last };
        const entries = await allEntries(of, limit);
        t.ok(addsUp(entries));
        t.equal(entries[0]?.balance ?? 0n, payable(sumsFromZero(log, account, last)));
      }
      views.close();
    },
  );
  await fc.assert(property, { numRuns: 20, endOnFailure: true });
});
