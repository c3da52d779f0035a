import {
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type Credentials,
  type EventStoreDBClient,
  excludeSystemEvents,
  streamNameFilter,
} from '@eventstore/db-client';
import type { AnyRecorded } from './event-coding.ts';
import type { Place } from './place.ts';

export type SubscriptionOptions = {
  readonly client: Pick<EventStoreDBClient, 'subscribeToAll'>;
  readonly credentials: Credentials;
  /** Exclusive; undefined: from the start. */
  readonly after: Place | undefined;
  readonly streamPrefixes: readonly string[] | undefined;
  readonly signal: AbortSignal;
};

export type Heard =
  | { readonly kind: 'event'; readonly event: AnyRecorded }
  | { readonly kind: 'checkpoint'; readonly place: Place }
  | { readonly kind: 'caught-up' }
  /** Nothing more has come in for now. */
  | { readonly kind: 'quiet' };

// A checkpoint after so many events that do not pass the filter.
const maxSearchWindow = 128;
// The server refuses an empty list; no stream has a name that starts so.
const nothing = ['\u0001'];

/** What is to come once so many events have been taken. */
type Mark = { readonly after: number; readonly heard: Heard };

const subscribe = (
  { client, credentials, after, streamPrefixes }: SubscriptionOptions,
  checkpoint: (place: Place) => void,
): AllStreamSubscription => {
  const checkpointReached = (_: AllStreamSubscription, place: Place) => checkpoint(place);
  const prefixes = streamPrefixes?.length === 0 ? nothing : streamPrefixes;
  return client.subscribeToAll({
    fromPosition: after ?? 'start',
    credentials,
    requiresLeader: true,
    filter:
      prefixes === undefined
        ? excludeSystemEvents({ maxSearchWindow, checkpointReached })
        : streamNameFilter({ prefixes: [...prefixes], maxSearchWindow, checkpointReached }),
  });
};

/**
 * One subscription until it breaks, which throws. The client announces checkpoints and the end while
 * events before them still wait to be read: here all comes in the server's order. Nothing is read
 * ahead of who listens beyond the client's own small buffers.
 */
export async function* subscription(options: SubscriptionOptions): AsyncGenerator<Heard, void> {
  const { signal } = options;
  const marks: Mark[] = [];
  let taken = 0;
  let broken: Error | undefined;
  let wake = () => {};

  const mark = (heard: Heard) => {
    const after = taken + source.readableLength;
    const last = marks.at(-1);
    const isReplaced = heard.kind === 'checkpoint' && last?.heard.kind === heard.kind;
    // A listener that sleeps long gets one checkpoint, not thousands.
    if (isReplaced && last.after === after) marks.pop();
    marks.push({ after, heard });
    wake();
  };
  const source = subscribe(options, (place) => mark({ kind: 'checkpoint', place }));
  source.on('readable', () => wake());
  source.on('caughtUp', () => mark({ kind: 'caught-up' }));
  // Stays on for good: an error nobody listens for would end the process.
  source.on('error', (error) => {
    broken ??= error;
    wake();
  });
  source.on('end', () => {
    broken ??= new Error('the server ended the subscription');
    wake();
  });
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort, { once: true });
  const sleep = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  const next = (): Heard | undefined => {
    for (;;) {
      if (marks[0] !== undefined && marks[0].after <= taken) return marks.shift()?.heard;
      const resolved: AllStreamResolvedEvent | null = source.read();
      if (resolved === null) return undefined;
      taken += 1;
      if (resolved.event !== undefined) return { kind: 'event', event: resolved.event };
    }
  };

  let isQuiet = true;
  try {
    while (!signal.aborted) {
      const heard = next();
      if (heard !== undefined) {
        isQuiet = false;
        yield heard;
      } else if (broken !== undefined) {
        throw broken;
      } else if (!isQuiet) {
        isQuiet = true;
        yield { kind: 'quiet' };
      } else {
        await sleep();
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not waited for: it waits for a connection, which may never come.
    void source.unsubscribe().catch(() => undefined);
  }
}
