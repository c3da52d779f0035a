import { type Bell, bell } from '../../../adapters/log-feed.ts';
import { memoryEventStore } from '../../../adapters/memory/event-store.ts';
import type { EventStore, Position, StoredFact } from '../../../domain/ports/event-store.ts';

/** The one log all instances share, as it lies on disk: what is in it survives every crash. */
export type SharedLog = EventStore & {
  /** Facts in the order of the log, each told once, before anybody hears that it was written. */
  readonly onWritten: (see: (fact: StoredFact) => void) => void;
  /** Rings whenever something was written. */
  readonly written: Bell;
};

const pageOfNews = 10_000;

export const sharedLog = (): SharedLog => {
  const inner = memoryEventStore();
  const seers: ((fact: StoredFact) => void)[] = [];
  let seen: Position | undefined;
  const written = bell();
  const tell = async (): Promise<void> => {
    const { facts } = await inner.readAll({ after: seen, max: pageOfNews });
    for (const fact of facts) {
      // Two appends may come here at once with the same news.
      if (seen !== undefined && inner.comparePositions(fact.position, seen) <= 0) continue;
      seen = fact.position;
      for (const see of seers) see(fact);
    }
    written.ring();
  };
  return {
    ...inner,
    append: async (...asked) => {
      const appended = await inner.append(...asked);
      if (appended.ok) await tell();
      return appended;
    },
    onWritten: (see) => seers.push(see),
    written,
  };
};
