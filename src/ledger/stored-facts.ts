import type {
  EventStore,
  Position,
  StoredFact,
  StreamPage,
} from '../../domain/ports/event-store.ts';
import { refuse } from '../../domain/result.ts';

/** The most facts one read brings. */
const readPage = 5_000;

/** The store could not be read: nothing was done, and it may be asked again. */
export class StoreUnreadable extends Error {
  constructor(stream: string, cause: unknown) {
    super(`Stream ${stream} cannot be read now`, { cause });
    this.name = 'StoreUnreadable';
  }
}

/** One page of a stream; a store that cannot be read is told apart from what cannot be understood. */
export const readPageOf = async (
  store: Pick<EventStore, 'readStream'>,
  stream: string,
  options: Parameters<EventStore['readStream']>[1],
): Promise<StreamPage> => {
  try {
    return await store.readStream(stream, options);
  } catch (error) {
    throw new StoreUnreadable(stream, error);
  }
};

type Unreadable = { readonly code: 'store-unavailable' };

/** What the work answers; a store that cannot be read becomes one of our reasons. */
export const unlessUnreadable = async <Answer>(
  work: () => Answer | Promise<Answer>,
): Promise<Answer | { readonly ok: false; readonly refusal: Unreadable }> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreUnreadable) return refuse({ code: 'store-unavailable' });
    throw error;
  }
};

/** Where the log stands; what was written stays written when nobody can say where. */
export const headIfTold = async (
  store: Pick<EventStore, 'head'>,
): Promise<Position | undefined> => {
  try {
    return await store.head();
  } catch {
    return undefined;
  }
};

/** Of the last fact that anybody has written to a stream by now; -1 when there is none. */
export const lastRevisionOf = async (store: EventStore, stream: string): Promise<number> => {
  const { facts } = await readPageOf(store, stream, { direction: 'backwards', max: 1 });
  return facts[0]?.revision ?? -1;
};

/** All facts of a stream from a revision on, page by page. */
export async function* factsOf(
  store: EventStore,
  stream: string,
  start = 0,
  max = readPage,
): AsyncGenerator<readonly StoredFact[]> {
  let from = start;
  for (let more = true; more; ) {
    const { facts } = await readPageOf(store, stream, { from, max });
    yield facts;
    from += facts.length;
    more = facts.length === max;
  }
}
