import type { EventStore, Position, StoredFact } from '../../domain/ports/event-store.ts';

const pageFacts = 1_000;

/** Every fact after a position, to the end as it is when it is reached. */
export async function* factsAfter(
  log: Pick<EventStore, 'readAll'>,
  after?: Position,
): AsyncGenerator<StoredFact, void, undefined> {
  let readTo = after;
  for (;;) {
    const page = await log.readAll({ after: readTo, max: pageFacts });
    yield* page.facts;
    readTo = page.readTo;
    if (page.atEnd) return;
  }
}
