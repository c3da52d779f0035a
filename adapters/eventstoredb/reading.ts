import {
  type Credentials,
  END,
  type EventStoreDBClient,
  type ReadRevision,
  START,
  StreamDeletedError,
  StreamNotFoundError,
} from '@eventstore/db-client';
import type {
  EventStore,
  LogPage,
  StoredFact,
  StreamPage,
} from '../../domain/ports/event-store.ts';
import { checkPageSize, isStreamName } from '../../domain/ports/event-store-limits.ts';
import { detailOf } from './append-fault.ts';
import { type AnyRecorded, isSystem, toFact } from './event-coding.ts';
import { type ReadPatience, readEvents } from './event-reading.ts';
import { logHead } from './log-head.ts';
import { compare, type Place, placeOf, positionAt } from './place.ts';

export type ReadingOptions = ReadPatience & {
  readonly client: Pick<EventStoreDBClient, 'readStream' | 'readAll'>;
  readonly credentials: Credentials;
};

// A page ends early when its events grow beyond this, so that large ones do not fill the memory.
const pageBytesMax = 16 * 1_048_576;

const unreadable = (error: unknown): Error =>
  new Error(`The event store cannot be read: ${detailOf(error)}`, { cause: error });

const streamPage = async (
  { client, credentials, ...patience }: ReadingOptions,
  stream: string,
  { from, direction = 'forwards', max }: Parameters<EventStore['readStream']>[1],
): Promise<StreamPage> => {
  checkPageSize(max);
  if (!isStreamName(stream)) return { exists: false, facts: [] };
  const start: ReadRevision = direction === 'forwards' ? START : END;
  const fromRevision: ReadRevision = from === undefined ? start : BigInt(from);
  const options = { maxCount: max, direction, fromRevision, credentials, requiresLeader: true };
  const begin = () => {
    const facts: StoredFact[] = [];
    return { take: (event: AnyRecorded) => facts.push(toFact(event)) > 0, result: () => facts };
  };
  try {
    const open = () => client.readStream(stream, options);
    return { exists: true, facts: await readEvents({ open, begin }, patience) };
  } catch (error) {
    if (error instanceof StreamNotFoundError) return { exists: false, facts: [] };
    if (error instanceof StreamDeletedError) return { exists: true, facts: [] };
    throw unreadable(error);
  }
};

/** Gathers a page: at most `max` events after `after`, of which the wanted facts are kept. */
const page =
  (after: Place | undefined, max: number, isWanted: (event: AnyRecorded) => boolean) => () => {
    const facts: StoredFact[] = [];
    let [passed, bytes] = [0, 0];
    let [readTo, atEnd] = [after, true];
    const take = (event: AnyRecorded): boolean => {
      const { position } = event;
      if (position === undefined) throw new Error('The server sent an event without position.');
      if (after !== undefined && compare(position, after) <= 0) return true;
      if (passed === max || bytes > pageBytesMax) {
        atEnd = false;
        return false;
      }
      passed += 1;
      readTo = position;
      if (isWanted(event)) {
        const fact = toFact(event);
        bytes += fact.data.length + fact.metadata.length;
        facts.push(fact);
      }
      return true;
    };
    return { take, result: () => ({ facts, readTo: readTo && positionAt(readTo), atEnd }) };
  };

/**
 * The client cannot filter a read of the whole log, so pages are filtered here: a page is `max`
 * events of any kind, and what is left of them.
 */
const logPage = (
  { client, credentials, ...patience }: ReadingOptions,
  { after, max, streamPrefixes = [''], types }: Parameters<EventStore['readAll']>[0],
): Promise<LogPage> => {
  const from = after && placeOf(after);
  const isWanted = (event: AnyRecorded) =>
    !isSystem(event) &&
    (types?.includes(event.type) ?? true) &&
    streamPrefixes.some((start) => event.streamId.startsWith(start));
  const open = () =>
    client.readAll({
      // The server begins with the event at `after` itself; one more tells whether this is the end.
      maxCount: max + 2,
      fromPosition: from ?? 'start',
      credentials,
      requiresLeader: true,
    });
  return readEvents({ open, begin: page(from, max, isWanted) }, patience);
};

/** Reads of the leader, with patience for a new one. */
export const reading = (
  options: ReadingOptions,
): Pick<EventStore, 'readStream' | 'readAll' | 'head'> => {
  const head = logHead(options);
  return {
    readStream: (stream, page) => streamPage(options, stream, page),
    readAll: async (page) => {
      checkPageSize(page.max);
      return logPage(options, page).catch((error) => {
        throw unreadable(error);
      });
    },
    head: () =>
      head().catch((error) => {
        throw unreadable(error);
      }),
  };
};
