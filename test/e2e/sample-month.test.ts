import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import t from 'tap';
import { sqliteEventStore } from '../../adapters/sqlite/event-store.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import type { Sums } from '../../domain/account/payer-sums.ts';
import { applyToSums } from '../../domain/account/sums.ts';
import type { RecordedFact } from '../../domain/ledger-fact.ts';
import { amountText, type Fen, minus, plus, total, zero } from '../../domain/money.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { addMillis, dayOf, type Instant, type Month } from '../../domain/time.ts';
import { balanceAnswer } from '../../projections/balance-answer.ts';
import type { DoctorStatement } from '../../projections/doctor-statement.ts';
import type { BookRow } from '../../projections/rows.ts';
import { readStatement } from '../../src/doctor-statements/read-statement.ts';
import { parseStored } from '../../src/facts/parse-stored.ts';
import { beancountAccount } from '../../src/journal/beancount.ts';
import { journalEntries } from '../../src/journal/entries.ts';
import { type JournalFormat, journalText } from '../../src/journal/formats.ts';
import { balanceAsOf } from '../../src/views/balance-as-of.ts';
import { storedViews } from '../../src/views/stored-views.ts';
import { ViewFolder } from '../../src/views/view-folder.ts';
import { provePostings } from '../../src/withholding/prove-postings.ts';
import { fractions } from '../support/fractions.ts';
import { runLotus } from '../support/run-lotus.ts';
import { liveSampleMonth, sampleMonths } from '../support/sample-month.ts';

const since = '2026-10' as Month;

const found = (command: string): string | false =>
  spawnSync(command, ['--version']).error !== undefined && `${command} is not installed here`;

t.test('a month of the sample, told from its log', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lotus-sample-month-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const store = await sqliteEventStore({ file: join(folder, 'log.db') });
  t.teardown(() => store.close());
  const { accounts } = await liveSampleMonth(store);
  const log = await allFacts(store);
  const viewStore = sqliteViewStore({ file: join(folder, 'views.db') });
  await new ViewFolder(store, viewStore).catchUp();
  const { answer: books } = storedViews(viewStore).trialBalance();
  t.teardown(() => viewStore.close());
  const balanceOf = (pattern: RegExp): Fen =>
    total(
      books
        .filter(({ account }) => pattern.test(account))
        .map(({ debit, credit }) => minus(credit, debit)),
    );

  t.test(
    'at 1,000 random instants a balance is the fold of all facts from the first',
    async (t) => {
      const roll = fractions(4);
      const differing: string[] = [];
      for (let n = 0; n < 1_000; n += 1) {
        const account = accounts[Math.floor(roll() * accounts.length)] ?? accounts[0];
        const near = log[Math.floor(roll() * log.length)]?.recordedAt ?? log[0]?.recordedAt;
        if (account === undefined || near === undefined) throw new Error('The sample is empty');
        const at = addMillis(near, Math.floor(roll() * 3) - 1);
        const past = await balanceAsOf(store, account, since, at);
        if (told(past?.answer ?? new Map(), at) !== told(fromZero(log, account, at), at))
          differing.push(`${account} at ${at}`);
      }
      t.same(differing, []);
    },
  );

  t.test('all statements of all months sum to the trial balance', async (t) => {
    const statements: DoctorStatement[] = [];
    for (const account of accounts)
      for (const month of sampleMonths) {
        const asked = { account, month, since, state: 'closed' as const };
        statements.push((await readStatement(store, asked)).statement);
      }
    const sum = (pick: (of: DoctorStatement) => Fen): Fen => total(statements.map(pick));
    const last = statements.filter(({ month }) => month === sampleMonths.at(-1));
    const owed = total(last.map(({ closing }) => closing));
    t.equal(owed, balanceOf(/^(payable|held|in-flight|in-doubt|returned):/));
    t.equal(
      sum(({ tax }) => tax),
      balanceOf(/^tax-withheld:/),
    );
    t.equal(
      minus(
        sum(({ earned }) => earned),
        sum(({ reversed }) => reversed),
      ),
      earnedByBooks(log),
    );
    t.equal(
      sum(({ paid }) => paid),
      paidByBooks(log),
    );
    t.ok(sum(({ paid }) => paid) > 0n && sum(({ tax }) => tax) > 0n && owed > 0n);
  });

  t.test('every withholding is what the rules say', async (t) => {
    const { payouts, postings, withheld, differences } = await provePostings(store);
    t.same(differences, []);
    t.ok(payouts > 20 && postings > 20);
    t.equal(withheld, balanceOf(/^tax-withheld:/));
  });

  const journal = async (format: JournalFormat): Promise<string> => {
    let text = '';
    for await (const piece of journalText(journalEntries(store), format)) text += piece;
    return text;
  };

  t.test('hledger agrees, account by account', { skip: found('hledger') }, async (t) => {
    const asserted = books.map((row) => `    ${row.account}  0 = ${balance(row)} CNY`);
    const judge = (claims: readonly string[], input: string) =>
      spawnSync('hledger', ['-f', '-', 'check'], {
        input: `${input}\n2026-12-31 what we say\n${claims.join('\n')}\n`,
        encoding: 'utf8',
      });
    const text = await journal('hledger');
    const agreed = judge(asserted, text);
    t.equal(agreed.status, 0, agreed.stderr);
    t.not(judge(asserted.with(0, `${asserted[0]}1`), text).status, 0, 'and would say so if not');
  });

  t.test('beancount agrees, account by account', { skip: found('bean-check') }, async (t) => {
    const text = await journal('beancount');
    const judge = (rows: readonly string[]) => {
      const file = join(folder, 'journal.beancount');
      writeFileSync(file, `${text}\n${rows.join('\n')}\n`);
      return spawnSync('bean-check', [file], { encoding: 'utf8' });
    };
    const asserted = books.map(
      (row) => `2026-12-31 balance ${beancountAccount(row.account)}  ${balance(row)} CNY`,
    );
    const agreed = judge(asserted);
    t.equal(agreed.status, 0, agreed.stderr);
    const wrong = asserted.map((line, at) =>
      at === 0 ? line.replace(/ ([-\d.]+) CNY/, ' 0.07 CNY') : line,
    );
    t.not(judge(wrong).status, 0, 'and would say so if not');
  });

  t.test('on a copy in which something was altered, verify names it and exits 1', async (t) => {
    const verify = (copy: string) =>
      runLotus(['verify', '--json'], { LOTUS_DATA: copy, LOTUS_STORE: `sqlite:${copy}` });
    const altered = async (file: 'log.db' | 'views.db', sql: string) => {
      const copy = mkdtempSync(join(tmpdir(), 'lotus-altered-'));
      cpSync(folder, copy, { recursive: true });
      const database = new DatabaseSync(join(copy, file));
      const { changes } = database.prepare(sql).run();
      database.close();
      const { code, out } = await verify(copy);
      rmSync(copy, { recursive: true });
      return { changes, code, differences: JSON.parse(out).differences };
    };
    const paid = log.findIndex((fact) => fact.fact.type === 'PayoutPaid');
    const { stream, revision, position } = log[paid] ?? {};
    const where = `${stream} revision ${revision}`;
    const byte = `UPDATE facts SET data = replace(data, '"evidence":"query"', '"evidence":"querz"') WHERE position = ${position}`;
    const fact = `DELETE FROM facts WHERE position = ${position}`;
    const row = `UPDATE rows SET json = replace(json, '"patients":', '"patients":1') WHERE key = 'month doc-01 2026-10'`;
    const after = `${stream} revision ${(revision ?? 0) + 1}`;
    t.match(
      await Promise.all([
        altered('log.db', byte),
        altered('log.db', fact),
        altered('views.db', row),
      ]),
      [
        { kind: 'chain-broken', where },
        { kind: 'revision-gap', where: after },
        { kind: 'view-row', where: 'achievements month doc-01 2026-10' },
      ].map((difference) => ({ changes: 1, code: 1, differences: [difference] })),
    );
  });
});

/** A page may end before the log does. */
const allFacts = async (store: EventStore): Promise<readonly RecordedFact[]> => {
  const all: RecordedFact[] = [];
  let page = await store.readAll({ max: 10_000 });
  all.push(...page.facts.map(parseStored));
  while (!page.atEnd) {
    page = await store.readAll({ after: page.readTo, max: 10_000 });
    all.push(...page.facts.map(parseStored));
  }
  return all;
};

const balance = ({ debit, credit }: BookRow): string => amountText(minus(debit, credit));

const told = (sums: Sums, at: Instant): string =>
  JSON.stringify(balanceAnswer(sums, dayOf(at)), (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );

/** Month ends passed over: what they carry is not believed. */
const fromZero = (log: readonly RecordedFact[], account: string, at: Instant): Sums => {
  let sums: Sums = new Map();
  for (const recorded of log) {
    if (recorded.about !== 'account' || recorded.payee !== account) continue;
    if (recorded.recordedAt > at || recorded.fact.type === 'PeriodOpened') continue;
    sums = applyToSums(sums, recorded.fact);
  }
  return sums;
};

const legs = (log: readonly RecordedFact[], type: string, field: 'gross' | 'net'): Fen =>
  log.reduce<Fen>((sum, { fact: { type: own, data } }) => {
    const amount = own === type && field in data ? Object(data)[field] : '0.00';
    return plus(sum, BigInt(amount.replace('.', '')) as Fen);
  }, zero);

const earnedByBooks = (log: readonly RecordedFact[]): Fen => legs(log, 'EarningRecorded', 'gross');
const paidByBooks = (log: readonly RecordedFact[]): Fen =>
  minus(legs(log, 'PayoutPaid', 'net'), legs(log, 'PayoutReturned', 'net'));
