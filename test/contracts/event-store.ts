import type { Test } from 'tap';
import { appendContract } from './event-store-appends.ts';
import { feedContract } from './event-store-feed.ts';
import { readContract } from './event-store-reads.ts';
import { refusalContract } from './event-store-refusals.ts';
import { retryContract } from './event-store-retries.ts';
import type { OpenStore } from './event-store-words.ts';

/**
 * What every EventStore promises. An adapter that fails here is not an adapter.
 * `open` gives a store of its own to each test; several may share one server or one log.
 */
export const eventStoreContract = (t: Test, open: OpenStore): void => {
  const opened: OpenStore = async (inner) => {
    const store = await open(inner);
    inner.teardown(() => store.close());
    return store;
  };
  t.test('appending', async (t) => appendContract(t, opened));
  t.test('asking again', async (t) => retryContract(t, opened));
  t.test('refusing', async (t) => refusalContract(t, opened));
  t.test('reading', async (t) => readContract(t, opened));
  t.test('following', async (t) => feedContract(t, opened));
};
