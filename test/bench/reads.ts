import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { comparePositions } from '../../adapters/sequence-position.ts';
import { sqliteLogReader } from '../../adapters/sqlite/log-reader.ts';
import type { PayeeId } from '../../domain/identifiers.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { addMillis, type Instant, instantOfMillis, monthOf } from '../../domain/time.ts';
import { readStatement } from '../../src/doctor-statements/read-statement.ts';
import { statementPages } from '../../src/doctor-statements/statement-documents.ts';
import { statementText } from '../../src/doctor-statements/statement-text.ts';
import { journalEntries } from '../../src/journal/entries.ts';
import { journalText } from '../../src/journal/formats.ts';
import { balanceAsOf } from '../../src/views/balance-as-of.ts';
import type { BenchCase } from './bench-case.ts';
import { grouped, quantile } from './figures.ts';
import { growLog } from './grow-log.ts';

const facts = 1_000_000;
const doctors = 2_000;

type Log = Pick<EventStore, 'readStream' | 'readAll' | 'comparePositions'>;

/** What people ask of a log of a million facts, straight from its file. */
export const reads: BenchCase = {
  name: 'reads',
  quick: false,
  run: async ({ say }) => {
    const folder = mkdtempSync(join(tmpdir(), 'lotus-reads-'));
    const file = join(folder, 'log.db');
    const now = instantOfMillis(Date.now());
    growLog({ file, facts, doctors, now });
    const reader = sqliteLogReader(file);
    const log: Log = {
      readStream: async (stream, options) => reader.readStream(stream, options),
      readAll: async (options) => reader.readAll(options),
      comparePositions,
    };
    try {
      const asOf = await balances(log, now);
      say(`balance?asOf p50 ${asOf.p50.toFixed(1)} ms, p99 ${asOf.p99.toFixed(1)} ms`);
      const statements = await statementRates(log, now);
      say(
        `statements ${grouped(statements.perSecond)}/s, pages ${grouped(statements.pdfPerSecond)}/s`,
      );
      const exportPerSecond = await exportRate(log);
      const of = `of ${grouped(facts / doctors)} facts`;
      return {
        rows: [
          {
            what: `balance?asOf at ${grouped(facts)} facts, a month ${of}`,
            result: `p50 ${asOf.p50.toFixed(1)}, p99 ${asOf.p99.toFixed(1)} ms`,
          },
          {
            what: `a month's statement ${of}, JSON with its hash`,
            result: `${grouped(statements.perSecond, 1)}/s`,
          },
          { what: 'the same, printed (PDF)', result: `${grouped(statements.pdfPerSecond, 1)}/s` },
          {
            what: `journal of ${grouped(facts)} facts as hledger`,
            result: `${grouped(exportPerSecond)} entries/s`,
          },
        ],
        figures: { asOfMs: asOf, statements, exportPerSecond },
      };
    } finally {
      reader.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const doctorOf = (n: number): PayeeId => `doc-${(n * 7_919) % doctors}` as PayeeId;

const balances = async (log: Log, now: Instant) => {
  const times: number[] = [];
  for (let n = 0; n < 500; n += 1) {
    const began = performance.now();
    const past = await balanceAsOf(log, doctorOf(n), monthOf(now), addMillis(now, n % 2));
    times.push(performance.now() - began);
    if (past?.answer.size !== 1) throw new Error('A balance is missing');
  }
  times.sort((a, b) => a - b);
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
};

const statementRates = async (log: Log, now: Instant) => {
  const month = monthOf(now);
  const read = (n: number) =>
    readStatement(log, { account: doctorOf(n), month, since: month, state: 'provisional' });
  const rate = async (count: number, one: (n: number) => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    for (let n = 0; n < count; n += 1) await one(n);
    return count / ((performance.now() - began) / 1000);
  };
  return {
    perSecond: await rate(200, async (n) => statementText(await read(n)).hash),
    pdfPerSecond: await rate(20, async (n) => {
      const found = await read(n);
      return buffer(statementPages(found, statementText(found)));
    }),
  };
};

/** Entries a second. */
const exportRate = async (log: Log): Promise<number> => {
  const began = performance.now();
  let entries = 0;
  for await (const text of journalText(journalEntries(log), 'hledger'))
    entries += text.split('\n\n').length - 1;
  if (entries < facts / 2) throw new Error(`Only ${entries} entries were exported`);
  return entries / ((performance.now() - began) / 1000);
};
