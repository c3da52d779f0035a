import fc from 'fast-check';
import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { accountsOfPayer } from '../../domain/books/chart.ts';
import { type Fen, minus, plus, total, zero } from '../../domain/money.ts';
import { addMonths, type Instant, type Month, monthOf } from '../../domain/time.ts';
import type { DoctorStatement, StatementSums } from '../../projections/doctor-statement.ts';
import { readStatement } from '../../src/doctor-statements/read-statement.ts';
import { storedViews } from '../../src/views/stored-views.ts';
import { ViewFolder } from '../../src/views/view-folder.ts';
import { withholdingLines, withholdingSums } from '../../src/withholding/worksheet.ts';
import {
  days,
  doctor,
  ledgerWorld,
  organization,
  payer,
  peopled,
} from '../support/ledger-world.ts';
import { happen, longHistories, peopleOfHistories } from '../support/random-history.ts';

const start = '2026-10-05T09:00:00+08:00' as Instant;
const accounts = [doctor(1), doctor(2), doctor(3), organization];
const payers = [payer(1), payer(2)];

const closes = (of: StatementSums): boolean =>
  of.closing ===
  minus(
    plus(minus(plus(of.opening, of.earned), of.reversed), of.adjustments),
    plus(of.tax, of.paid),
  );

const monthsUntil = (last: Instant): readonly Month[] => {
  const months: Month[] = [];
  for (let month = monthOf(start); month <= monthOf(last); month = addMonths(month, 1))
    months.push(month);
  return months;
};

/** What the books say is owed to all accounts, on accounts of the given kinds. */
const owedByBooks = (rows: readonly { account: string; debit: Fen; credit: Fen }[]): Fen =>
  total(
    rows
      .filter(({ account }) => /^(payable|held|in-flight|in-doubt|returned):/.test(account))
      .map(({ debit, credit }) => minus(credit, debit)),
  );

t.test('at every month end of any history', async (t) => {
  const property = fc.asyncProperty(longHistories(60), async (history) => {
    const store = memoryEventStore();
    const world = ledgerWorld(store, start);
    await peopled(world, peopleOfHistories);
    world.pass(days(1));
    await happen(world, history);
    const viewStore = sqliteViewStore({ file: ':memory:' });
    const views = storedViews(viewStore);
    await new ViewFolder(store, viewStore).catchUp();
    const months = monthsUntil(world.now());
    const all: DoctorStatement[] = [];
    for (const account of accounts) {
      let before: Fen = zero;
      for (const month of months) {
        const asked = { account, month, since: monthOf(start), state: 'closed' as const };
        const { statement } = await readStatement(store, asked);
        t.ok(
          [statement, ...statement.byPayer].every(closes),
          'a statement closes, for each payer too',
        );
        t.equal(statement.opening, before, 'a month begins where the one before it ended');
        const moved = total(statement.lines.map(({ amount }) => amount));
        t.equal(moved, minus(statement.closing, statement.opening), 'its lines are all that moved');
        before = statement.closing;
        all.push(statement);
      }
    }
    const sum = (pick: (of: DoctorStatement) => Fen): Fen => total(all.map(pick));
    const ofLast = all.filter(({ month }) => month === months.at(-1));
    const { answer: books } = views.trialBalance();
    t.equal(total(ofLast.map(({ closing }) => closing)), owedByBooks(books), 'owed, by the books');
    const withheld = payers.map((of) => views.book(accountsOfPayer(of).taxWithheld).answer);
    const inBooks = total(withheld.map((row) => minus(row?.credit ?? zero, row?.debit ?? zero)));
    t.equal(
      sum(({ tax }) => tax),
      inBooks,
      'tax of all statements is the tax in the books',
    );

    for (const from of payers)
      for (const month of months) {
        const lines = [...withholdingLines(views, from, month)];
        const row = views.bookOfMonth(accountsOfPayer(from).taxWithheld, month).answer;
        t.equal(
          withholdingSums(lines).tax,
          minus(row?.credit ?? zero, row?.debit ?? zero),
          'a worksheet sums to what was posted in its month',
        );
      }
    viewStore.close();
  });
  await fc.assert(property, { numRuns: 40, endOnFailure: true });
});
