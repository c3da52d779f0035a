import { statSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { addAppend, emptyBatch } from '../../../adapters/sqlite/append-batch.ts';
import { cutLongWal, logForReading, logForWriting } from '../../../adapters/sqlite/log-database.ts';
import { sqliteLogReader } from '../../../adapters/sqlite/log-reader.ts';
import { logWriter } from '../../../adapters/sqlite/log-writer.ts';
import type { StoredFact } from '../../../domain/ports/event-store.ts';
import { newFact } from '../../contracts/event-store-words.ts';

const logOf = (t: Test, facts: number, size: number) => {
  const file = join(t.testdir(), 'events.sqlite');
  const database = logForWriting(file);
  t.teardown(() => database.close());
  const write = logWriter(database, 10);
  for (let index = 0; index < facts; index += 1) {
    const batch = emptyBatch();
    addAppend(batch, 'large', 'any', [newFact({ data: `"${'x'.repeat(size)}"` })]);
    write(batch);
  }
  return { file, database };
};

t.test('a page of large facts ends early and says so', async (t) => {
  const { file } = logOf(t, 20, 1_000_000);
  const reader = sqliteLogReader(file);
  t.teardown(() => reader.close());
  const first = reader.readAll({ max: 10_000 });
  t.ok(first.facts.length > 10 && first.facts.length < 20);
  t.notOk(first.atEnd);
  const facts: StoredFact[] = [...first.facts];
  const rest = reader.readAll({ max: 10_000, after: first.readTo });
  facts.push(...rest.facts);
  t.ok(rest.atEnd);
  t.strictSame(
    facts.map(({ revision }) => revision),
    Array.from({ length: 20 }, (_, revision) => revision),
  );
});

t.test('a write-ahead file that grew long is cut, unless a reader needs it', async (t) => {
  const { file, database } = logOf(t, 50, 1_000);
  const length = () => statSync(`${file}-wal`).size;
  const long = length();
  t.ok(long > 50_000);
  cutLongWal(database, file, long);
  t.equal(length(), long, 'not longer than allowed');

  const reader = logForReading(file);
  reader.exec('BEGIN; SELECT count(*) FROM facts');
  cutLongWal(database, file, 50_000);
  t.equal(length(), long, 'the reader may go on');
  reader.close();
  cutLongWal(database, file, 50_000);
  t.equal(length(), 0);
});
