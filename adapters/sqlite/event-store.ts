import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import { appendFault } from '../../domain/ports/event-store-limits.ts';
import { refuse } from '../../domain/result.ts';
import { bell, logFeed } from '../log-feed.ts';
import { comparePositions, parsePosition, positionOf, sequenceOf } from '../sequence-position.ts';
import type { BatchOutcome } from './append-batch.ts';
import { appendQueue } from './append-queue.ts';
import { type FileLock, fileLock } from './file-lock.ts';
import { cannotOpen, logForReading, makeFolderOf } from './log-database.ts';
import { logReader, type SqliteLogReader } from './log-reader.ts';
import { pacedReads } from './paced-reads.ts';
import { passingOverUnwritten, typesWritten } from './types-written.ts';
import type { WriterRequest, WriterSettings } from './writer-thread.ts';

export type SqliteEventStoreOptions = {
  /** The database file; its folder is made when missing, and three files lie beside it. */
  readonly file: string;
  /** The most appends that may wait; beyond it they are `overloaded`. 20,000 unless told. */
  readonly appendsMax?: number;
  /** The most characters of facts that may wait, about as many bytes. 64 Mi unless told. */
  readonly charactersMax?: number;
  /** How many streams' last revisions the writer remembers. 50,000 unless told. */
  readonly streamsKept?: number;
};

export type SqliteEventStore = EventStore & {
  /** Calls back with the position of the last fact after each commit; returns how to stop that. */
  readonly onCommitted: (heard: (position: Position) => void) => () => void;
};

const lockOn = (file: string): FileLock => {
  try {
    makeFolderOf(file);
    return fileLock(file);
  } catch (error) {
    throw cannotOpen(file, error);
  }
};

/** Under load there are hundreds of commits a second; who follows the log need not hear of each. */
const feedGatherMs = 20;

type Opened = { readonly writer: Worker; readonly reader: SqliteLogReader };

const open = async (settings: WriterSettings): Promise<Opened> => {
  const writer = new Worker(new URL('./writer-thread.ts', import.meta.url), {
    workerData: settings,
    name: 'event-store-writer',
  });
  try {
    // Its first word is that it is ready; an error while opening rejects here.
    await once(writer, 'message');
    return { writer, reader: logReader(logForReading(settings.file)) };
  } catch (error) {
    await writer.terminate();
    throw error;
  }
};

/** Tells everyone who follows the log, once for each commit that made it longer. */
const announcer = (start: Position | undefined) => {
  const committed = bell();
  const listeners = new Set<(position: Position) => void>();
  let head = start;
  return {
    committed,
    onCommitted: (heard: (position: Position) => void) => {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
    head: () => head,
    announce: (position: Position | undefined) => {
      if (position === undefined || position === head) return;
      head = position;
      committed.ring();
      for (const heard of listeners) heard(position);
    },
  };
};

/**
 * Events in one SQLite file, for one process. Appends are gathered and committed by a thread of its
 * own, many with one flush; reads are made where they are asked for. Throws when the file cannot be
 * opened or another process holds it.
 */
export const sqliteEventStore = async ({
  file,
  appendsMax = 20_000,
  charactersMax = 64 * 1_048_576,
  streamsKept = 50_000,
}: SqliteEventStoreOptions): Promise<SqliteEventStore> => {
  const lock = lockOn(file);
  const { writer, reader } = await open({ file, streamsKept }).catch((error) => {
    lock.release();
    throw cannotOpen(file, error);
  });
  const start = reader.head();
  const { committed, onCommitted, announce, head: announced } = announcer(start);
  const types = typesWritten(sequenceOf(start));
  const closing = new AbortController();
  const send = (request: WriterRequest) => writer.postMessage(request);
  const queue = appendQueue(send, { appendsMax, charactersMax });

  writer.on('message', ({ outcomes, head }: BatchOutcome) => {
    types.wrote(queue.written(outcomes).types, head);
    announce(positionOf(head));
  });
  writer.on('error', (error) => queue.lost(`the writer stopped: ${error}`));
  const gone = new Promise<void>((resolve) => {
    writer.on('exit', () => {
      queue.lost('the writer stopped');
      resolve();
    });
  });

  const reads = passingOverUnwritten(pacedReads(reader), types, announced);
  const letGo = async () => {
    closing.abort();
    await queue.drained();
    reader.close();
    send('close');
    await gone;
    lock.release();
  };
  let closed: Promise<void> | undefined;

  return {
    shared: false,
    append: (stream, expected, facts) =>
      new Promise((answer) => {
        const fault = appendFault(stream, expected, facts);
        if (fault === undefined) queue.append(stream, expected, facts, answer);
        else answer(refuse(fault));
      }),
    ...reads,
    subscribeAll: ({ signal, ...options }) =>
      logFeed(
        reads.readAll,
        committed,
        { ...options, signal: AbortSignal.any([signal, closing.signal]) },
        feedGatherMs,
      ),
    comparePositions,
    parsePosition,
    onCommitted,
    close: () => {
      closed ??= letGo();
      return closed;
    },
  };
};
