import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { sqliteEventStore } from '../../../adapters/sqlite/event-store.ts';
import { sqliteLogReader } from '../../../adapters/sqlite/log-reader.ts';
import { eventStoreContract } from '../../contracts/event-store.ts';
import { appended, freshStream, newFacts } from '../../contracts/event-store-words.ts';

t.test('the SQLite event store', (t) =>
  eventStoreContract(t, (t) => sqliteEventStore({ file: join(t.testdir(), 'log', 'e.sqlite') })),
);

t.test('the SQLite event store that remembers but one stream', (t) =>
  eventStoreContract(t, (t) =>
    sqliteEventStore({ file: join(t.testdir(), 'e.sqlite'), streamsKept: 1 }),
  ),
);

t.test('what was appended is there when the log is opened again', async (t) => {
  const file = join(t.testdir(), 'e.sqlite');
  const first = await sqliteEventStore({ file });
  const facts = newFacts(3);
  const { position } = appended(await first.append('account', 'no-stream', facts));
  await first.close();

  const second = await sqliteEventStore({ file });
  t.teardown(() => second.close());
  t.equal(await second.head(), position);
  const repeated = appended(await second.append('account', 'no-stream', facts));
  t.strictSame(repeated, { firstRevision: 0, lastRevision: 2, position });
  t.equal(appended(await second.append('account', 2, newFacts(1))).lastRevision, 3);
});

t.test('a commit is told to who listens, with the position it reached', async (t) => {
  const store = await sqliteEventStore({ file: join(t.testdir(), 'e.sqlite') });
  t.teardown(() => store.close());
  const heard: string[] = [];
  const stop = store.onCommitted((position) => heard.push(position));
  const { position } = appended(await store.append(freshStream(), 'any', newFacts(2)));
  t.strictSame(heard, [position]);
  await store.append(freshStream(), 7, newFacts(1));
  t.strictSame(heard, [position], 'a refusal commits nothing');
  stop();
  await store.append(freshStream(), 'any', newFacts(1));
  t.strictSame(heard, [position]);
});

t.test('another reader sees what is committed, while the store writes and after', async (t) => {
  const file = join(t.testdir(), 'e.sqlite');
  const store = await sqliteEventStore({ file });
  const reader = sqliteLogReader(file);
  t.equal(reader.head(), undefined);
  const { position } = appended(await store.append('account', 'any', newFacts(5)));
  t.equal(reader.head(), position);
  t.strictSame(reader.readAll({ max: 10 }), await store.readAll({ max: 10 }));
  t.strictSame(
    reader.readStream('account', { max: 3, direction: 'backwards' }),
    await store.readStream('account', { max: 3, direction: 'backwards' }),
  );
  await store.close();
  t.equal(reader.readAll({ max: 10 }).facts.length, 5);
  reader.close();
  const late = sqliteLogReader(file);
  t.equal(late.head(), position, 'also when nobody writes');
  late.close();
});

t.test('a log that cannot be opened is named, with the reason', async (t) => {
  const folder = t.testdir({ 'a-file': '', 'a-folder': {} });
  writeFileSync(join(folder, 'foreign'), 'this is no database at all, but long enough'.repeat(30));
  mkdirSync(join(folder, 'locked.lock'));
  const reasons = {
    'a-file/e.sqlite': /ENOTDIR|EEXIST/,
    'a-folder': /unable to open/,
    foreign: /not a database/,
    locked: /unable to open/,
  };
  for (const [name, reason] of Object.entries(reasons)) {
    const file = join(folder, name);
    const error = await sqliteEventStore({ file }).then(
      () => new Error('It opened.'),
      (error: Error) => error,
    );
    t.match(error.message, reason);
    t.ok(error.message.startsWith(`Cannot open the event store at ${file}: `));
  }
  t.throws(() => sqliteLogReader(join(folder, 'missing')), /Cannot open .*missing/);
});

t.test('a log of a newer format is left alone', async (t) => {
  const { DatabaseSync } = await import('node:sqlite');
  const file = join(t.testdir(), 'e.sqlite');
  const newer = new DatabaseSync(file);
  newer.exec('PRAGMA user_version = 2');
  newer.close();
  await t.rejects(sqliteEventStore({ file }), /its format 2 is newer/);
});

t.test('one process, too, opens a log once, and again when it has closed it', async (t) => {
  const file = join(t.testdir(), 'e.sqlite');
  const store = await sqliteEventStore({ file });
  await t.rejects(sqliteEventStore({ file }), /another process is using it/);
  await store.close();
  const again = await sqliteEventStore({ file });
  await again.close();
});
