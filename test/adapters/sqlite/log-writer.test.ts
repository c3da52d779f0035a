import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { type AppendBatch, addAppend, emptyBatch } from '../../../adapters/sqlite/append-batch.ts';
import { logForWriting } from '../../../adapters/sqlite/log-database.ts';
import { logReader } from '../../../adapters/sqlite/log-reader.ts';
import { logWriter } from '../../../adapters/sqlite/log-writer.ts';
import type { ExpectedRevision } from '../../../domain/ports/event-store.ts';
import { newFact } from '../../contracts/event-store-words.ts';

const openLog = (t: Test) => {
  const database = logForWriting(join(t.testdir(), 'events.sqlite'));
  t.teardown(() => database.close());
  const reader = logReader(database);
  return { database, write: logWriter(database, 100), reader };
};

type Asked = readonly [stream: string, expected: ExpectedRevision, size?: number];
const batchOf = (...appends: readonly Asked[]): AppendBatch => {
  const batch = emptyBatch();
  for (const [stream, expected, size = 10] of appends)
    addAppend(batch, stream, expected, [
      newFact({ id: randomUUID(), data: `"${'x'.repeat(size)}"` }),
    ]);
  return batch;
};

t.test('a full disk undoes the whole batch and is forgotten when there is room', async (t) => {
  const { database, write, reader } = openLog(t);
  write(batchOf(['account', 'no-stream']));
  const before = reader.readAll({ max: 100 });
  database.exec('PRAGMA max_page_count = 20');

  const full = batchOf(['account', 0], ['account', 1], ['big', 'any', 500_000], ['account', 9]);
  const { outcomes, head } = write(full);
  t.equal(head, 1);
  t.equal(outcomes.length, 4);
  for (const outcome of outcomes) t.match(outcome, { code: 'unavailable', detail: /disk is full/ });
  t.strictSame(reader.readAll({ max: 100 }), before, 'what was there can be read');
  t.strictSame(write(batchOf(['account', 0])).outcomes, [{ first: 1, last: 1, sequence: 2 }]);

  database.exec('PRAGMA max_page_count = 100000');
  t.strictSame(write(batchOf(['account', 1], ['big', 'no-stream', 500_000])).outcomes, [
    { first: 2, last: 2, sequence: 3 },
    { first: 0, last: 0, sequence: 4 },
  ]);
});

t.test('a commit that fails is indeterminate, and the next batch starts clean', async (t) => {
  const { database, write } = openLog(t);
  write(batchOf(['account', 'no-stream']));
  // A promise that only the commit checks, and that nothing keeps: the commit itself fails.
  database.exec(`
    CREATE TABLE parents (id INTEGER PRIMARY KEY);
    CREATE TABLE children (id INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED);
    CREATE TRIGGER orphan AFTER INSERT ON facts BEGIN INSERT INTO children VALUES (7); END;
  `);
  const failed = write(batchOf(['account', 0], ['other', 'no-stream']));
  for (const outcome of failed.outcomes) t.match(outcome, { code: 'indeterminate' });
  t.equal(failed.head, 1);

  database.exec('DROP TRIGGER orphan');
  t.strictSame(write(batchOf(['other', 'no-stream'], ['account', 0])).outcomes, [
    { first: 0, last: 0, sequence: 2 },
    { first: 1, last: 1, sequence: 3 },
  ]);
});

t.test('an append that is no JSON leaves no trace of its stream', async (t) => {
  const { database, write } = openLog(t);
  const batch = batchOf(['before', 'no-stream']);
  addAppend(batch, 'broken', 'no-stream', [newFact(), newFact({ metadata: '{' })]);
  addAppend(batch, 'before', 0, [newFact({ data: '[' })]);
  addAppend(batch, 'broken', 'no-stream', [newFact()]);
  t.match(write(batch).outcomes, [
    { sequence: 1 },
    { code: 'invalid-fact', detail: /fact 1/ },
    { code: 'invalid-fact', detail: /fact 0/ },
    { first: 0, sequence: 2 },
  ]);
  const { count } = database.prepare('SELECT count(*) AS count FROM streams').get() ?? {};
  t.equal(count, 2);
});
