import type { Credentials, EventStoreDBClient } from '@eventstore/db-client';
import type { Position } from '../../domain/ports/event-store.ts';
import { type AnyRecorded, isSystem } from './event-coding.ts';
import { type ReadPatience, readEvents } from './event-reading.ts';
import { compare, type Place, positionAt } from './place.ts';

type HeadOptions = ReadPatience & {
  readonly client: Pick<EventStoreDBClient, 'readAll'>;
  readonly credentials: Credentials;
};

const firstPage = 16;
const nextPages = 500;

/**
 * Finds the last fact from the end of the log backwards. Servers append statistics of their own for
 * as long as they run, so what was once looked through is not looked through again.
 */
export const logHead = ({
  client,
  credentials,
  ...patience
}: HeadOptions): (() => Promise<Position | undefined>) => {
  let lookedFrom: Place | undefined;
  let lastFact: Place | undefined;

  const pageBefore = (before: Place | undefined) => {
    const open = () =>
      client.readAll({
        direction: 'backwards',
        maxCount: before === undefined ? firstPage : nextPages,
        fromPosition: before ?? 'end',
        credentials,
        requiresLeader: true,
      });
    const begin = () => {
      const events: AnyRecorded[] = [];
      const take = (event: AnyRecorded) => {
        const isNew =
          event.position !== undefined &&
          (before === undefined || compare(event.position, before) < 0);
        if (isNew) events.push(event);
        return !isNew || isSystem(event);
      };
      return { take, result: () => events };
    };
    return readEvents({ open, begin }, patience);
  };

  /** The last fact between what is known and the end, if there is one, and the end. */
  const search = async (until: Place | undefined) => {
    let end: Place | undefined;
    let before: Place | undefined;
    for (;;) {
      const events = await pageBefore(before);
      for (const event of events) {
        const { position } = event;
        end ??= position;
        before = position;
        if (until !== undefined && position !== undefined && compare(position, until) <= 0)
          return { end, found: undefined };
        if (!isSystem(event)) return { end, found: position };
      }
      if (events.length === 0) return { end, found: undefined };
    }
  };

  return async () => {
    const { end, found } = await search(lookedFrom);
    // Two may look at once: the later answer must not take back what the other has seen.
    if (found !== undefined && (lastFact === undefined || compare(found, lastFact) > 0))
      lastFact = found;
    if (end !== undefined && (lookedFrom === undefined || compare(end, lookedFrom) > 0))
      lookedFrom = end;
    return lastFact && positionAt(lastFact);
  };
};
