import { setTimeout as pause } from 'node:timers/promises';
import type { ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import { isPassing } from './append-fault.ts';
import type { AnyRecorded } from './event-coding.ts';

export type ReadPatience = {
  /** How long the server may stay silent within a read, ms. */
  readonly silenceMillis: number;
  /** How long to wait before each new attempt after a passing error, ms. */
  readonly pauses: readonly number[];
  /** Aborts when the store closes: then nothing is tried again. */
  readonly closing: AbortSignal;
};

/** What is made of a read's events, anew for each attempt. `take` answers whether to go on. */
export type Reader<Result> = {
  readonly open: () => StreamingRead<ResolvedEvent>;
  readonly begin: () => {
    readonly take: (event: AnyRecorded) => boolean;
    readonly result: () => Result;
  };
};

/** One attempt. The server's side is let go in any case. */
const readOnce = async <Result>({ open, begin }: Reader<Result>, silenceMillis: number) => {
  const { take, result } = begin();
  const read = open();
  // Errors that come after we have stopped listening would end the process.
  read.on('error', () => undefined);
  const silence = setTimeout(
    () => read.destroy(new Error('the server was silent for too long')),
    silenceMillis,
  );
  try {
    for await (const resolved of read.iterator({ destroyOnReturn: false })) {
      silence.refresh();
      const { event }: ResolvedEvent = resolved;
      if (event !== undefined && !take(event)) break;
    }
    return result();
  } finally {
    clearTimeout(silence);
    // Left half read, it would stay among the client's live streams for ever.
    read.resume();
    // Not waited for: it waits for a connection, which may never come.
    void read.cancel().catch(() => undefined);
  }
};

/** Reads, again and from the start after a passing error, so that a change of leader is no event. */
export const readEvents = async <Result>(
  reader: Reader<Result>,
  { silenceMillis, pauses, closing }: ReadPatience,
): Promise<Result> => {
  for (const wait of pauses) {
    if (closing.aborted) throw new Error('the store is closed');
    try {
      return await readOnce(reader, silenceMillis);
    } catch (error) {
      if (!isPassing(error)) throw error;
      await pause(wait, undefined, { signal: closing }).catch(() => undefined);
    }
  }
  return readOnce(reader, silenceMillis);
};
