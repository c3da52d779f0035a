import { setImmediate } from 'node:timers/promises';
import type { EventStore, StoredFact } from '../../domain/ports/event-store.ts';
import { checkPageSize } from '../../domain/ports/event-store-limits.ts';
import type { SqliteLogReader } from './log-reader.ts';

// Less than a millisecond of reading: whoever shares the thread need not wait longer.
const factsPerTurn = 500;

/** The reader for a thread that has other things to do: long reads let it breathe. */
export const pacedReads = (
  reader: SqliteLogReader,
): Pick<EventStore, 'readStream' | 'readAll' | 'head'> => ({
  readStream: async (stream, { from, direction = 'forwards', max }) => {
    checkPageSize(max);
    const step = direction === 'forwards' ? 1 : -1;
    const facts: StoredFact[] = [];
    let start = from === undefined ? {} : { from };
    for (;;) {
      const room = Math.min(factsPerTurn, max - facts.length);
      const page = reader.readStream(stream, { ...start, direction, max: room });
      facts.push(...page.facts);
      const last = page.facts.at(-1);
      if (last === undefined || page.facts.length < room || facts.length === max)
        return { exists: page.exists, facts };
      start = { from: last.revision + step };
      await setImmediate();
    }
  },
  readAll: async (options) => {
    checkPageSize(options.max);
    return reader.readAll({ ...options, max: Math.min(options.max, factsPerTurn) });
  },
  head: async () => reader.head(),
});
