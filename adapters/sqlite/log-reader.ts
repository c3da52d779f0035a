import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import type {
  EventStore,
  LogPage,
  Position,
  StoredFact,
  StreamPage,
} from '../../domain/ports/event-store.ts';
import { checkPageSize } from '../../domain/ports/event-store-limits.ts';
import { positionOf, sequenceOf } from '../sequence-position.ts';
import { cannotOpen, logForReading } from './log-database.ts';
import { asRow, asRows, factColumns, type Row, storedFact } from './stored-row.ts';

type StreamOptions = Parameters<EventStore['readStream']>[1];
type LogOptions = Parameters<EventStore['readAll']>[0];

/** Reads the log as the port does, but at once: for the store itself and for threads of their own. */
export type SqliteLogReader = {
  readonly readStream: (stream: string, options: StreamOptions) => StreamPage;
  readonly readAll: (options: LogOptions) => LogPage;
  readonly head: () => Position | undefined;
  readonly close: () => void;
};

// A filter may pass over this many facts in one read, so that no read takes for ever.
const scanMax = 10_000;
// Names are short, and a reader of the whole log meets the same streams again and again.
const namesKept = 50_000;
const filtersKept = 32;
// A page ends early when its texts grow beyond this, so that large facts do not fill the memory.
const pageCharactersMax = 16 * 1_048_576;

const arrays = (statement: StatementSync): StatementSync => {
  statement.setReturnArrays(true);
  return statement;
};

const statementsOf = (database: DatabaseSync) => ({
  head: arrays(database.prepare('SELECT coalesce(max(position), 0) FROM facts')),
  key: arrays(database.prepare('SELECT id FROM streams WHERE name = ?')),
  name: arrays(database.prepare('SELECT name FROM streams WHERE id = ?')),
  forwards: arrays(
    database.prepare(
      `SELECT ${factColumns} FROM facts WHERE stream = ? AND revision >= ?
       ORDER BY revision LIMIT ?`,
    ),
  ),
  backwards: arrays(
    database.prepare(
      `SELECT ${factColumns} FROM facts WHERE stream = ? AND revision <= ?
       ORDER BY revision DESC LIMIT ?`,
    ),
  ),
});

/** Facts between two positions: of some types where asked, of streams whose name starts one of some ways. */
const between = (
  prefixes: readonly string[] | undefined,
  types: readonly string[] | undefined,
): string => {
  const starts = prefixes?.map(() => 'substr(name, 1, length(?)) = ?').join(' OR ');
  const wanted = types === undefined ? '' : `AND type IN (${types.map(() => '?').join(', ')})`;
  const filter =
    starts === undefined
      ? ''
      : `AND EXISTS (SELECT 1 FROM streams WHERE streams.id = stream AND (${starts || 'FALSE'}))`;
  return `SELECT ${factColumns} FROM facts WHERE position > ? AND position <= ? ${wanted} ${filter}
          ORDER BY position LIMIT ?`;
};

const streamNames = (byKey: StatementSync): ((key: number) => string) => {
  const names = new LRUCache<number, string>({ max: namesKept });
  return (key) => {
    const kept = names.get(key);
    if (kept !== undefined) return kept;
    const name = String(asRow(byKey.get(key))[0]);
    names.set(key, name);
    return name;
  };
};

/** The facts of these rows, or as many as make a page. */
const firstFacts = (rows: Iterable<unknown>, toFact: (row: Row) => StoredFact) => {
  const facts: StoredFact[] = [];
  let characters = 0;
  for (const row of rows) {
    const fact = toFact(asRow(row));
    facts.push(fact);
    characters += fact.data.length + fact.metadata.length;
    if (characters > pageCharactersMax) return { facts, isWhole: false };
  }
  return { facts, isWhole: true };
};

/** Reads through a connection of its own, which it closes in the end. */
export const logReader = (database: DatabaseSync): SqliteLogReader => {
  const sql = statementsOf(database);
  const nameOf = streamNames(sql.name);
  const filters = new LRUCache<string, StatementSync>({ max: filtersKept });
  const headSequence = () => Number(asRow(sql.head.get())[0]);
  const toFact = (row: Row): StoredFact => storedFact(row, nameOf);

  const filter = ({ streamPrefixes, types }: LogOptions): StatementSync => {
    const key = `${streamPrefixes?.length} ${types?.length}`;
    const sql = () => between(streamPrefixes, types);
    const statement = filters.get(key) ?? arrays(database.prepare(sql()));
    filters.set(key, statement);
    return statement;
  };

  return {
    readStream: (stream, { from, direction = 'forwards', max }) => {
      checkPageSize(max);
      const key = asRow(sql.key.get(stream))[0];
      if (key === undefined) return { exists: false, facts: [] };
      const start = from ?? (direction === 'forwards' ? 0 : Number.MAX_SAFE_INTEGER);
      return { exists: true, facts: asRows(sql[direction].all(key, start, max)).map(toFact) };
    },

    readAll: (options) => {
      const { after, max, streamPrefixes, types } = options;
      checkPageSize(max);
      const [from, head] = [sequenceOf(after), headSequence()];
      const isFiltered = streamPrefixes !== undefined || types !== undefined;
      const to = Math.min(head, isFiltered ? from + scanMax : head);
      const starts = streamPrefixes?.flatMap((prefix) => [prefix, prefix]) ?? [];
      const rows = filter(options).iterate(from, to, ...(types ?? []), ...starts, max);
      const { facts, isWhole } = firstFacts(rows, toFact);
      const reached = facts.length < max && isWhole ? to : sequenceOf(facts.at(-1)?.position);
      return {
        facts,
        readTo: positionOf(Math.max(reached, from)),
        atEnd: reached >= head,
      };
    },

    head: () => positionOf(headSequence()),
    close: () => database.close(),
  };
};

/** Opens the log beside its writer, in any thread or process; throws when there is none. */
export const sqliteLogReader = (file: string): SqliteLogReader => {
  try {
    return logReader(logForReading(file));
  } catch (error) {
    throw cannotOpen(file, error);
  }
};
