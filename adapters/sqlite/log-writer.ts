import type { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import type { ExpectedRevision } from '../../domain/ports/event-store.ts';
import { jsonFault } from '../../domain/ports/event-store-limits.ts';
import type { AppendBatch, AppendOutcome, BatchOutcome } from './append-batch.ts';
import { commitFault, isSqliteError, notDone, sqliteCodes } from './storage-fault.ts';

const statementsOf = (database: DatabaseSync) => ({
  begin: database.prepare('BEGIN IMMEDIATE'),
  commit: database.prepare('COMMIT'),
  rollback: database.prepare('ROLLBACK'),
  head: database.prepare('SELECT coalesce(max(position), 0) AS head FROM facts'),
  key: database.prepare('SELECT id FROM streams WHERE name = ?'),
  last: database.prepare('SELECT max(revision) AS last FROM facts WHERE stream = ?'),
  addStream: database.prepare('INSERT INTO streams (name) VALUES (?)'),
  dropStream: database.prepare('DELETE FROM streams WHERE id = ?'),
  addFact: database.prepare('INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?)'),
  dropFactsAfter: database.prepare('DELETE FROM facts WHERE position > ?'),
  range: database.prepare(
    `SELECT id, position FROM facts WHERE stream = ? AND revision BETWEEN ? AND ?
     ORDER BY revision`,
  ),
});

/** A stream as the writer knows it; the last revision is -1 before the first fact. */
type Stream = { key: number | undefined; last: number };

/** What the one writer keeps in mind: the sequence number of the last fact, and recent streams. */
type Log = {
  readonly sql: ReturnType<typeof statementsOf>;
  readonly streams: LRUCache<string, Stream>;
  head: number;
};

/** One append within a batch; its facts begin at `from` in the batch's columns. */
type Append = {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly from: number;
  readonly count: number;
};

const find = ({ sql, streams }: Log, name: string): Stream => {
  const kept = streams.get(name);
  if (kept !== undefined) return kept;
  const key = sql.key.get(name)?.id;
  const stream: Stream =
    key === undefined
      ? { key: undefined, last: -1 }
      : { key: Number(key), last: Number(sql.last.get(key)?.last ?? -1) };
  streams.set(name, stream);
  return stream;
};

const isMet = (expected: ExpectedRevision, last: number): boolean => {
  if (expected === 'any') return true;
  if (expected === 'stream-exists') return last >= 0;
  return last === (expected === 'no-stream' ? -1 : expected);
};

const add = (log: Log, batch: AppendBatch, append: Append, stream: Stream): AppendOutcome => {
  const { sql, streams, head } = log;
  const isNew = stream.key === undefined;
  stream.key ??= Number(sql.addStream.run(append.stream).lastInsertRowid);
  const first = stream.last + 1;
  for (let index = 0; index < append.count; index += 1) {
    const at = append.from + index;
    const [id, type] = [batch.ids[at] ?? null, batch.types[at] ?? null];
    const [data, metadata] = [batch.data[at] ?? null, batch.metadata[at] ?? null];
    try {
      sql.addFact.run(head + index + 1, stream.key, first + index, id, type, data, metadata);
    } catch (error) {
      if (!isSqliteError(error) || error.errcode !== sqliteCodes.constraintCheck) throw error;
      // Only this append is at fault: take back its part and go on with the batch.
      sql.dropFactsAfter.run(head);
      if (isNew) sql.dropStream.run(stream.key);
      streams.delete(append.stream);
      return jsonFault(index);
    }
  }
  log.head += append.count;
  stream.last += append.count;
  return { first, last: stream.last, sequence: log.head };
};

/** Where facts with these very ids already lie, if they were appended at this exact revision. */
const earlier = (
  { sql }: Log,
  batch: AppendBatch,
  { expected, from, count }: Append,
  { key, last }: Stream,
): AppendOutcome | undefined => {
  if (key === undefined || expected === 'any' || expected === 'stream-exists') return undefined;
  const first = expected === 'no-stream' ? 0 : expected + 1;
  const end = first + count - 1;
  if (end > last) return undefined;
  const there = sql.range.all(key, first, end);
  if (there.some(({ id }, index) => id !== batch.ids[from + index])) return undefined;
  return { first, last: end, sequence: Number(there.at(-1)?.position) };
};

const decide = (log: Log, batch: AppendBatch, append: Append): AppendOutcome => {
  const stream = find(log, append.stream);
  if (isMet(append.expected, stream.last)) return add(log, batch, append, stream);
  return (
    earlier(log, batch, append, stream) ?? {
      code: 'wrong-expected-revision',
      stream: append.stream,
      expected: append.expected,
      actual: stream.last < 0 ? 'no-stream' : stream.last,
    }
  );
};

const decideAll = (log: Log, batch: AppendBatch): AppendOutcome[] => {
  let from = 0;
  return batch.streams.map((stream, index) => {
    const [expected = 'any', count = 0] = [batch.expected[index], batch.counts[index]];
    const outcome = decide(log, batch, { stream, expected, from, count });
    from += count;
    return outcome;
  });
};

/** Writes a batch in one transaction and returns when it is on disk, or says what became of it. */
export type LogWriter = (batch: AppendBatch) => BatchOutcome;

/** The only one who writes the log. Remembers the last revisions of at most `streamsKept` streams. */
export const logWriter = (database: DatabaseSync, streamsKept: number): LogWriter => {
  const sql = statementsOf(database);
  const head = Number(sql.head.get()?.head);
  const log: Log = { sql, head, streams: new LRUCache({ max: streamsKept }) };

  return (batch) => {
    const before = log.head;
    let committing = false;
    try {
      sql.begin.run();
      const outcomes = decideAll(log, batch);
      committing = true;
      sql.commit.run();
      return { outcomes, head: log.head };
    } catch (error) {
      if (database.isTransaction) sql.rollback.run();
      log.streams.clear();
      log.head = before;
      if (!isSqliteError(error)) throw error;
      // Refusals go too: they may rest on an append of this batch that is now undone.
      const fault = committing ? commitFault(error) : notDone(error);
      return { outcomes: batch.streams.map(() => fault), head: before };
    }
  };
};
