import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { carriedSums } from '../../domain/account/carried-sums.ts';
import type { PayerId } from '../../domain/identifiers.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { Day } from '../../domain/time.ts';
import { monthOf } from '../../domain/time.ts';
import type { BookRow } from '../../projections/rows.ts';
import type { ViewStore } from '../../projections/view-store.ts';
import { storedViews } from '../../src/views/stored-views.ts';
import { ViewFolder } from '../../src/views/view-folder.ts';
import { doctor, ledgerWorld, organization, payer, peopled } from '../support/ledger-world.ts';
import { happen, longHistories, peopleOfHistories } from '../support/random-history.ts';
import { viewDump } from '../support/view-dump.ts';

/** What becomes of the views after something happened; a crash is a new process on the same file. */
const fates = ['nothing', 'a page', 'all pages', 'restart', 'crash before', 'crash after'] as const;
type Fate = (typeof fates)[number];

class Crash extends Error {}

/** Dies in the next save: before anything is saved, or once all of it is. */
const crashing = (store: ViewStore, fate: Fate): ViewStore => ({
  ...store,
  save: (changes) => {
    if (fate === 'crash after') store.save(changes);
    throw new Crash();
  },
});

/** A log that hands out few facts at a time. */
const inPages = (store: EventStore, max: number) => ({
  readAll: (options: Parameters<EventStore['readAll']>[0]) => store.readAll({ ...options, max }),
  comparePositions: store.comparePositions,
});

const meet = async (log: ReturnType<typeof inPages>, file: string, fate: Fate): Promise<void> => {
  if (fate === 'nothing') return;
  const store = sqliteViewStore({ file });
  try {
    const folder = new ViewFolder(log, fate.startsWith('crash') ? crashing(store, fate) : store);
    if (fate === 'all pages') await folder.catchUp();
    else await folder.step();
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  } finally {
    store.close();
  }
};

const rebuilt = async (store: EventStore, file: string): Promise<string> => {
  const views = sqliteViewStore({ file });
  await new ViewFolder(store, views).catchUp();
  views.close();
  return viewDump(file);
};

/** What a payer's line must say, summed from every account of the books. */
const standingByBooks = (books: readonly BookRow[], of: PayerId) => {
  const debited = (...kinds: readonly string[]) =>
    books
      .filter(({ account }) => kinds.some((kind) => account.startsWith(`${kind}:`)))
      .filter(({ account }) => account.endsWith(`:${of}`))
      .reduce((sum, { debit, credit }) => sum + debit - credit, 0n);
  return {
    payer: of,
    receivable: debited('receivable'),
    cash: debited('cash:provider'),
    reserved: -debited('in-flight', 'in-doubt'),
    taxWithheld: -debited('tax-withheld'),
  };
};

const noDay = '0000-01-01' as Day;

t.test('whatever happens, and wherever the views stop and crash on the way', async (t) => {
  const folder = t.testdir({});
  let runs = 0;
  const history = longHistories(80);
  const lives = fc.array(fc.tuple(fc.constantFrom(...fates), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(history, lives, async (happened, fated) => {
      runs += 1;
      const kept = join(folder, `kept-${runs}.db`);
      const store = memoryEventStore();
      const world = ledgerWorld(store);
      await peopled(world, peopleOfHistories);
      let at = 0;
      await happen(world, happened, async () => {
        const [fate, page] = fated[at % fated.length] ?? ['nothing', 1];
        at += 1;
        await meet(inPages(store, page), kept, fate);
      });
      await meet(inPages(store, 7), kept, 'all pages');

      t.equal(viewDump(kept), await rebuilt(store, join(folder, `rebuilt-${runs}.db`)));

      const views = sqliteViewStore({ file: kept, readOnly: true });
      const read = storedViews(views);
      const since = monthOf('2026-10-05T09:00:00+08:00' as never);
      for (const payee of [doctor(1), doctor(2), doctor(3), organization]) {
        const account = await world.ledger.accounts.newest({ payee, since }, world.now());
        const sums = read.balance(payee).answer?.sums ?? new Map();
        t.strictSame(carriedSums(sums, noDay), carriedSums(account.sums, noDay));
      }
      const [debit, credit] = read
        .trialBalance()
        .answer.reduce((sum, row) => [sum[0] + row.debit, sum[1] + row.credit], [0n, 0n]);
      t.equal(debit, credit);
      for (const one of [payer(1), payer(2)]) {
        const nothing = { payer: one, receivable: 0n, cash: 0n, reserved: 0n, taxWithheld: 0n };
        const { answer = nothing } = read.payerStanding(one);
        t.strictSame(answer, standingByBooks(read.trialBalance().answer, one));
      }
      views.close();
    }),
    { numRuns: 25, endOnFailure: true },
  );
});
