// Plain JavaScript on purpose: its packages are installed for this alone, so the type check does not know them.
import { readFileSync } from 'node:fs';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';

const url = process.env.DATABASE_URL;
const seconds = Number(process.env.PEER_SECONDS ?? 3);
const inFlight = 64;
const bulkInFlight = 4;
const rowsPerAppend = 1_000;
const accounts = 200;

const run = String(Date.now());
const pool = new pg.Pool({ connectionString: url, max: inFlight });

/** Runs `work` so many times at once until the time is over; how many units a second came of it. */
const rate = async (atOnce, work) => {
  const next = Array.from({ length: atOnce }, () => 0);
  const during = async (ms) => {
    let units = 0;
    const began = performance.now();
    const one = async (worker) => {
      while (performance.now() < began + ms) {
        // Not `units += await …`: that reads the sum before it waits, and loses what others add meanwhile.
        const done = await work(worker, next[worker]++);
        units += done;
      }
    };
    await Promise.all(next.map((_, worker) => one(worker)));
    return units / ((performance.now() - began) / 1000);
  };
  // The first third warms up and is not counted.
  await during((seconds * 1000) / 3);
  return during(seconds * 1000);
};

const data = (n) => ({
  earningId: `e-${run}-${n}`,
  payerId: 'pay-1',
  source: 'consultation',
  gross: '120.50',
  fee: '12.05',
  completedAt: '2026-11-27T10:00:00+08:00',
  availableOn: '2026-12-04',
  serviceRef: `svc-${n}`,
  patient: '0123456789abcdef0123456789abcdef',
});

/** The least that is durable: rows of a table with one key, many to an insert. */
const multiRowInsert = async () => {
  await pool.query(
    'CREATE TABLE IF NOT EXISTS bench_rows (stream text, version bigint, data jsonb, PRIMARY KEY (stream, version))',
  );
  const insert = (stream, first, count) =>
    pool.query(
      'INSERT INTO bench_rows SELECT $1, v, d FROM unnest($2::bigint[], $3::jsonb[]) AS t(v, d)',
      [
        stream,
        Array.from({ length: count }, (_, n) => first + n),
        Array.from({ length: count }, (_, n) => JSON.stringify(data(n))),
      ],
    );
  return {
    single: await rate(inFlight, async (worker, n) => {
      await insert(`one-${run}-${worker}`, n, 1);
      return 1;
    }),
    bulk: await rate(bulkInFlight, async (worker, n) => {
      await insert(`bulk-${run}-${worker}`, n * rowsPerAppend, rowsPerAppend);
      return rowsPerAppend;
    }),
  };
};

const emmett = async () => {
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
  const append = (stream, count) =>
    store.appendToStream(
      stream,
      Array.from({ length: count }, (_, n) => ({ type: 'EarningRecorded', data: data(n) })),
    );
  return {
    single: await rate(inFlight, async (worker) => {
      await append(`one-${run}-${worker}`, 1);
      return 1;
    }),
    bulk: await rate(bulkInFlight, async (worker) => {
      await append(`bulk-${run}-${worker}`, rowsPerAppend);
      return rowsPerAppend;
    }),
  };
};

/** Its SQL is not ours to copy: PGLEDGER_SQL says where it lies. */
const pgledger = async (file) => {
  const there = await pool.query("SELECT to_regproc('pgledger_create_account') AS found");
  if (there.rows[0].found === null) await pool.query(readFileSync(file, 'utf8'));
  const ids = [];
  for (let n = 0; n < accounts; n += 1) {
    const made = await pool.query("SELECT id FROM pgledger_create_account($1, 'CNY')", [
      `${run}-${n}`,
    ]);
    ids.push(made.rows[0].id);
  }
  // Between accounts far from each other: one account that all money came from would be all that is measured.
  const transfer = (n) =>
    pool.query("SELECT id FROM pgledger_create_transfer($1, $2, '120.50')", [
      ids[(n + accounts / 2) % accounts],
      ids[n % accounts],
    ]);
  return {
    single: await rate(inFlight, async (worker, n) => {
      await transfer(worker * 7 + n);
      return 1;
    }),
  };
};

const version = (await pool.query('SHOW server_version')).rows[0].server_version;
const found = {
  postgres: version,
  multiRowInsert: await multiRowInsert(),
  emmett: await emmett(),
  ...(process.env.PGLEDGER_SQL && { pgledger: await pgledger(process.env.PGLEDGER_SQL) }),
};
await pool.end();
process.stdout.write(`${JSON.stringify(found)}\n`);
process.exit(0);
