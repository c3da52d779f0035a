import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, FeedItem } from '../../domain/ports/event-store.ts';
import { detailOf, isPassing } from './append-fault.ts';
import { isSystem, toFact } from './event-coding.ts';
import { compare, type Place, placeOf, positionAt } from './place.ts';
import { type Heard, type SubscriptionOptions, subscription } from './subscription.ts';

export type FollowingOptions = Pick<SubscriptionOptions, 'client' | 'credentials'> & {
  /** How long to wait before subscribing anew after the first, second … failure in a row, ms. */
  readonly pauses: readonly number[];
  /** Hears why a subscription broke and how often in a row. */
  readonly onBroken: (detail: string, times: number) => void;
};

type Options = Parameters<EventStore['subscribeAll']>[0];

/** Turns what one subscription says into the port's words, each once and never going back. */
const listening = (start: Place | undefined, { streamPrefixes = [''], types }: Options) => {
  let reached = start;
  // The server says so once; from then on every silence is the end.
  let live = false;
  let behind = false;

  const isNew = (place: Place | undefined): place is Place =>
    place !== undefined && (reached === undefined || compare(place, reached) > 0);

  const caughtUp = (): readonly FeedItem[] => {
    live = true;
    behind = false;
    return [{ kind: 'caught-up' }];
  };

  const itemsOf = (heard: Heard): readonly FeedItem[] => {
    switch (heard.kind) {
      case 'event': {
        const { event } = heard;
        if (!isNew(event.position)) return [];
        reached = event.position;
        if (isSystem(event)) return [];
        if (!streamPrefixes.some((start) => event.streamId.startsWith(start))) return [];
        behind = true;
        if (types?.includes(event.type) === false) return [];
        return [{ kind: 'fact', fact: toFact(event) }];
      }
      case 'checkpoint':
        if (!isNew(heard.place)) return [];
        reached = heard.place;
        return [{ kind: 'checkpoint', position: positionAt(heard.place) }];
      case 'caught-up':
        return caughtUp();
      case 'quiet':
        return live && behind ? caughtUp() : [];
    }
  };

  return {
    itemsOf,
    reached: () => reached,
    interrupted: () => {
      live = false;
    },
  };
};

/** Follows the log; a subscription that breaks is begun anew behind the last thing heard. */
export async function* following(
  { client, credentials, pauses, onBroken }: FollowingOptions,
  options: Options,
): AsyncGenerator<FeedItem, void, undefined> {
  const { after, streamPrefixes, signal } = options;
  const { itemsOf, reached, interrupted } = listening(after && placeOf(after), options);
  let failures = 0;
  while (!signal.aborted) {
    try {
      const from = { after: reached(), streamPrefixes, signal };
      for await (const heard of subscription({ client, credentials, ...from })) {
        failures = 0;
        for (const item of itemsOf(heard)) {
          yield item;
          if (signal.aborted) return;
        }
      }
    } catch (error) {
      if (!isPassing(error)) throw error;
      failures += 1;
      onBroken(detailOf(error), failures);
      interrupted();
      const wait = pauses[Math.min(failures, pauses.length) - 1];
      await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  }
}
