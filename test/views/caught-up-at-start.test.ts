import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import type { StoredView } from '../../projections/view-store.ts';
import { caughtUpAtStart } from '../../src/views/caught-up-at-start.ts';
import { newFacts } from '../contracts/event-store-words.ts';

const logOf = async (facts: number) => {
  const store = memoryEventStore();
  if (facts > 0) await store.append('payee-1', 'no-stream', newFacts(facts));
  return store;
};

/** Views that read on by one fact each time they are asked where they stand. */
const viewsAt = (start: number, state: StoredView['state'] = 'serving') => {
  let position = start;
  const view = (at: number, of: StoredView['state']): StoredView => ({
    id: 1,
    name: 'balances',
    version: 1,
    state: of,
    progress: { position: at === 0 ? undefined : String(at), count: at, digest: '' },
  });
  return {
    asked: () => position - start,
    caughtUpTo: async () => false,
    stored: () => [view(position++, 'serving'), ...(state === 'building' ? [view(0, state)] : [])],
  };
};

t.test('a service that starts', async (t) => {
  t.test('waits for views that are built from nothing', async (t) => {
    const views = viewsAt(0);
    await caughtUpAtStart(await logOf(5), views, () => false);
    t.equal(views.asked(), 6);
  });

  t.test('does not wait for one that is new and built beside those that answer', async (t) => {
    const views = viewsAt(5, 'building');
    await caughtUpAtStart(await logOf(5), views, () => false);
    t.equal(views.asked(), 1);
  });

  t.test('waits for nothing on an empty log, nor for views that have stopped', async (t) => {
    const views = viewsAt(0);
    await caughtUpAtStart(await logOf(0), views, () => false);
    await caughtUpAtStart(await logOf(5), views, () => true);
    t.equal(views.asked(), 0);
  });
});
