import type { Test } from 'tap';
import { appendContract } from './event-store-appends.ts';
import { closingContract } from './event-store-closing.ts';
import { feedContract } from './event-store-feed.ts';
import { feedChoiceContract } from './event-store-feed-choice.ts';
import { readContract } from './event-store-reads.ts';
import { refusalContract } from './event-store-refusals.ts';
import { retryContract } from './event-store-retries.ts';
import { textContract } from './event-store-texts.ts';
import type { OpenStore } from './event-store-words.ts';

/**
 * What every EventStore promises. An adapter that fails here is not an adapter. `open` gives a new
 * store, to be closed by its user; several may share one server or one log that others write to.
 */
export const eventStoreContract = async (t: Test, open: OpenStore): Promise<void> => {
  const store = await open(t);
  t.teardown(() => store.close());
  t.test('appending', async (t) => appendContract(t, store));
  t.test('asking again', async (t) => retryContract(t, store));
  t.test('refusing', async (t) => refusalContract(t, store));
  t.test('keeping texts', async (t) => textContract(t, store));
  t.test('reading', async (t) => readContract(t, store));
  t.test('following', async (t) => feedContract(t, store));
  t.test('choosing what to follow', async (t) => feedChoiceContract(t, store));
  t.test('closing', async (t) => closingContract(t, open));
};
