import type { EventStore, NewFact, StoredFact } from '../../domain/ports/event-store.ts';
import { appendFault, isJson, jsonFault } from '../../domain/ports/event-store-limits.ts';
import { refuse } from '../../domain/result.ts';
import { bell, logFeed } from '../log-feed.ts';
import { comparePositions, parsePosition, positionOf } from '../sequence-position.ts';
import { earlierOutcome, isMet, outcome } from './append-outcome.ts';
import { logPage, streamPage } from './pages.ts';

/** The reference: everything in memory, gone with the process. */
export const memoryEventStore = (): EventStore => {
  const log: StoredFact[] = [];
  const streams = new Map<string, StoredFact[]>();
  const committed = bell();
  const closing = new AbortController();

  const store = (stream: string, facts: readonly NewFact[]): readonly StoredFact[] => {
    const stored = streams.get(stream) ?? [];
    streams.set(stream, stored);
    const added = facts.map(({ id, type, data, metadata }, index): StoredFact => {
      const position = positionOf(log.length + index + 1);
      if (position === undefined) throw new Error('The log is full.');
      return { id, type, data, metadata, stream, revision: stored.length + index, position };
    });
    for (const fact of added) {
      stored.push(fact);
      log.push(fact);
    }
    committed.ring();
    return added;
  };

  const readAll: EventStore['readAll'] = async (options) => logPage(log, options);

  return {
    shared: false,
    append: async (stream, expected, facts) => {
      const fault = appendFault(stream, expected, facts);
      if (fault !== undefined) return refuse(fault);
      if (closing.signal.aborted)
        return refuse({ code: 'unavailable', detail: 'the store is closed' });

      const stored = streams.get(stream) ?? [];
      if (isMet(expected, stored)) {
        const broken = facts.findIndex(({ data, metadata }) => !isJson(data) || !isJson(metadata));
        return broken < 0 ? outcome(store(stream, facts)) : refuse(jsonFault(broken));
      }
      const earlier = earlierOutcome(expected, stored, facts);
      if (earlier !== undefined) return outcome(earlier);
      const actual = stored.at(-1)?.revision ?? 'no-stream';
      return refuse({ code: 'wrong-expected-revision', stream, expected, actual });
    },

    readStream: async (stream, options) => streamPage(streams.get(stream) ?? [], options),
    readAll,
    subscribeAll: ({ signal, ...options }) =>
      logFeed(readAll, committed, {
        ...options,
        signal: AbortSignal.any([signal, closing.signal]),
      }),
    head: async () => log.at(-1)?.position,
    comparePositions,
    parsePosition,
    close: async () => closing.abort(),
  };
};
