import type { EventStore, StoredFact, StreamPage } from '../../domain/ports/event-store.ts';

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

/** All facts of a stream, page by page. */
export async function* factsOf(
  store: EventStore,
  stream: string,
): AsyncGenerator<readonly StoredFact[]> {
  let from = 0;
  for (let more = true; more; ) {
    const { facts } = await readPageOf(store, stream, { from, max: readPage });
    yield facts;
    from += facts.length;
    more = facts.length === readPage;
  }
}
