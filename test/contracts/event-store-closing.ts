import type { Test } from 'tap';
import {
  appended,
  fault,
  freshStream,
  itemsUntil,
  newFacts,
  type OpenStore,
  within,
} from './event-store-words.ts';

export const closingContract = (t: Test, open: OpenStore): void => {
  t.test('closing answers what was accepted and refuses what comes later', async (t) => {
    const store = await open(t);
    const accepted = [1, 2, 3].map(() => store.append(freshStream(), 'no-stream', newFacts(2)));
    await within(store.close());
    for (const outcome of await Promise.all(accepted)) t.equal(appended(outcome).lastRevision, 1);
    const late = fault(await store.append(freshStream(), 'no-stream', newFacts(1)));
    t.equal(late.code, 'unavailable');
    await within(store.close());
  });

  t.test('closing ends subscriptions, and one that was left holds nothing open', async (t) => {
    const store = await open(t);
    const kind = freshStream();
    const options = { streamPrefixes: [kind], signal: new AbortController().signal };
    await store.append(kind, 'no-stream', newFacts(3));
    for await (const item of store.subscribeAll(options)) if (item.kind === 'fact') break;

    const asleep = store.subscribeAll(options)[Symbol.asyncIterator]();
    await itemsUntil(asleep, (item) => item.kind === 'caught-up');
    const next = asleep.next();
    await within(store.close());
    t.match(await within(next), { done: true });
  });
};
