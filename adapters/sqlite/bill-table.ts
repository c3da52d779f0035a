import { DatabaseSync } from 'node:sqlite';
import { fen } from '../../domain/money.ts';
import type { BillTable } from '../../domain/ports/bill-table.ts';
import type { BilledLine } from '../../domain/reconciliation/sides.ts';
import type { Day, Instant } from '../../domain/time.ts';

const statuses = ['paid', 'returned', 'failed'] as const;

/** A table of its own that no file name leads to: SQLite spills to disk what memory need not hold, and forgets it at the end. */
export const sqliteBillTable = (day: Day): BillTable => {
  const database = new DatabaseSync('');
  database.exec(`
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
    CREATE TABLE lines (
      request TEXT NOT NULL, line INTEGER NOT NULL, ordered TEXT NOT NULL, merchant INTEGER,
      amount INTEGER NOT NULL, fee INTEGER NOT NULL, finished TEXT NOT NULL, status INTEGER NOT NULL
    ) STRICT;
  `);
  const write = database.prepare('INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const read = database.prepare('SELECT * FROM lines ORDER BY request, line');
  read.setReturnArrays(true);
  read.setReadBigInts(true);
  // A bill names few merchants, each very often.
  const merchants: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (merchantNo: string | undefined): number | null => {
    if (merchantNo === undefined) return null;
    const known = numbers.get(merchantNo);
    if (known !== undefined) return known;
    numbers.set(merchantNo, merchants.length);
    return merchants.push(merchantNo) - 1;
  };
  database.exec('BEGIN');
  return {
    add: (lines) => {
      for (const {
        requestNo,
        line,
        orderNo,
        merchantNo,
        amount,
        fee,
        finishedAt,
        status,
      } of lines) {
        const of = numberOf(merchantNo);
        write.run(requestNo, line, orderNo, of, amount, fee, finishedAt, statuses.indexOf(status));
      }
    },
    *inOrder() {
      for (const row of read.iterate()) yield lineOf(row as unknown as Stored, day, merchants);
    },
    close: () => database.close(),
  };
};

type Stored = readonly [string, bigint, string, bigint | null, bigint, bigint, string, bigint];

/** The table is ours and strict: what was a line when it was written is one when it is read. */
const lineOf = (
  [requestNo, line, orderNo, merchant, amount, fee, finished, status]: Stored,
  day: Day,
  merchants: readonly string[],
): BilledLine => ({
  requestNo,
  day,
  line: Number(line),
  orderNo,
  merchantNo: merchant === null ? undefined : merchants[Number(merchant)],
  amount: fen(amount),
  fee: fen(fee),
  finishedAt: finished as Instant,
  status: statuses[Number(status)] ?? 'paid',
});
