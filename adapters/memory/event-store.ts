import type {
  Appended,
  AppendFault,
  EventStore,
  ExpectedRevision,
  LogPage,
  NewFact,
  StoredFact,
  StreamPage,
} from '../../domain/ports/event-store.ts';
import {
  appendFault,
  checkPageSize,
  isJson,
  jsonFault,
} from '../../domain/ports/event-store-limits.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { bell, logFeed } from '../log-feed.ts';
import { comparePositions, parsePosition, positionOf, sequenceOf } from '../sequence-position.ts';

const isMet = (expected: ExpectedRevision, stored: readonly StoredFact[]): boolean => {
  if (expected === 'any') return true;
  if (expected === 'stream-exists') return stored.length > 0;
  return stored.length === (expected === 'no-stream' ? 0 : expected + 1);
};

/** Where facts with these very ids already lie, if they were appended at this exact revision. */
const earlierOutcome = (
  expected: ExpectedRevision,
  stored: readonly StoredFact[],
  facts: readonly NewFact[],
): readonly StoredFact[] | undefined => {
  if (expected === 'any' || expected === 'stream-exists') return undefined;
  const first = expected === 'no-stream' ? 0 : expected + 1;
  const there = stored.slice(first, first + facts.length);
  return facts.every(({ id }, index) => there[index]?.id === id) ? there : undefined;
};

const outcome = (facts: readonly StoredFact[]): Result<Appended, AppendFault> => {
  const [first, last] = [facts[0], facts.at(-1)];
  if (first === undefined || last === undefined) throw new Error('An append was empty.');
  return ok({
    firstRevision: first.revision,
    lastRevision: last.revision,
    position: last.position,
  });
};

const streamPage = (
  stored: readonly StoredFact[],
  { from, direction = 'forwards', max }: Parameters<EventStore['readStream']>[1],
): StreamPage => {
  checkPageSize(max);
  const facts =
    direction === 'forwards'
      ? stored.slice(from ?? 0, (from ?? 0) + max)
      : stored
          .slice(0, (from ?? stored.length) + 1)
          .reverse()
          .slice(0, max);
  return { exists: stored.length > 0, facts };
};

const logPage = (
  log: readonly StoredFact[],
  { after, max, streamPrefixes = [''], types }: Parameters<EventStore['readAll']>[0],
): LogPage => {
  checkPageSize(max);
  const from = sequenceOf(after);
  const page = log.slice(from, from + max);
  const readTo = page.at(-1)?.position ?? after;
  return {
    facts: page.filter(
      ({ stream, type }) =>
        (types?.includes(type) ?? true) && streamPrefixes.some((start) => stream.startsWith(start)),
    ),
    readTo,
    atEnd: sequenceOf(readTo) >= log.length,
  };
};

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
