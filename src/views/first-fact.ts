import type { EventStore, Position, StoredFact } from '../../domain/ports/event-store.ts';
import { parseStored } from '../facts/parse-stored.ts';

const pageFacts = 100;

/** The fact a log begins with; undefined on an empty one. Throws when the log is not a ledger's. */
export const firstFactOf = async (
  log: Pick<EventStore, 'readAll'>,
): Promise<StoredFact | undefined> => {
  const fact = await firstIn(log);
  try {
    if (fact !== undefined) parseStored(fact);
    return fact;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`LOTUS_STORE: the log is not a ledger's, it needs one of its own: ${why}`, {
      cause: error,
    });
  }
};

const firstIn = async (log: Pick<EventStore, 'readAll'>): Promise<StoredFact | undefined> => {
  let after: Position | undefined;
  for (;;) {
    // What a server keeps for itself may come before the first fact.
    const { facts, readTo, atEnd } = await log.readAll({ after, max: pageFacts });
    if (facts.length > 0 || atEnd) return facts[0];
    after = readTo;
  }
};
