import type { Test } from 'tap';
import type { EventStore, FeedItem } from '../../domain/ports/event-store.ts';
import {
  ascending,
  factsIn,
  freshStream,
  idsOf,
  itemsUntil,
  newFacts,
  positionsOf,
  within,
} from './event-store-words.ts';

const isCaughtUp = ({ kind }: FeedItem): boolean => kind === 'caught-up';
const factCount = (count: number) => (_: FeedItem, items: readonly FeedItem[]) =>
  factsIn(items).length >= count;

export const feedContract = (t: Test, store: EventStore): void => {
  const follow = async (t: Test, kind: string) => {
    const after = await store.head();
    const control = new AbortController();
    t.teardown(() => control.abort());
    const feed = (from = after) =>
      store
        .subscribeAll({ after: from, streamPrefixes: [`${kind}-`], signal: control.signal })
        [Symbol.asyncIterator]();
    return { control, feed };
  };

  t.test('a subscription gives what is there, says so, then what comes', async (t) => {
    const kind = freshStream();
    const { feed } = await follow(t, kind);
    const [old, fresh] = [newFacts(30), newFacts(5)];
    await store.append(`${kind}-a`, 'no-stream', old);
    const items = feed();
    const caughtUp = await itemsUntil(items, isCaughtUp);
    t.strictSame(idsOf(factsIn(caughtUp)), idsOf(old));

    const next = itemsUntil(items, factCount(5));
    await store.append(`${kind}-b`, 'no-stream', fresh);
    t.strictSame(idsOf(factsIn(await next)), idsOf(fresh));
    await itemsUntil(items, isCaughtUp);
  });

  t.test('nothing is missed or out of order while others write', async (t) => {
    const kind = freshStream();
    const { feed } = await follow(t, kind);
    const rounds = 40;
    const writing = (async () => {
      for (let round = 0; round < rounds; round += 1)
        await Promise.all(
          ['a', 'b'].map((name) => store.append(`${kind}-${name}`, 'any', newFacts(3))),
        );
    })();
    const facts = factsIn(await itemsUntil(feed(), factCount(rounds * 6)));
    await writing;
    t.ok(ascending(store, positionsOf(facts)));
    for (const name of ['a', 'b'])
      t.strictSame(
        facts.filter(({ stream }) => stream === `${kind}-${name}`).map((fact) => fact.revision),
        Array.from({ length: rounds * 3 }, (_, revision) => revision),
      );
  });

  t.test('a subscription resumes after the last position it handled', async (t) => {
    const kind = freshStream();
    const { feed } = await follow(t, kind);
    await store.append(`${kind}-a`, 'no-stream', newFacts(6));
    const all = factsIn(await itemsUntil(feed(), isCaughtUp));
    const rest = factsIn(await itemsUntil(feed(all[2]?.position), isCaughtUp));
    t.strictSame(rest, all.slice(3));
  });

  t.test('a checkpoint tells how far a filtered feed has come', async (t) => {
    const kind = freshStream();
    const { feed } = await follow(t, kind);
    await store.append(`${kind}-a`, 'no-stream', newFacts(1));
    for (let round = 0; round < 5; round += 1)
      await store.append(freshStream('other'), 'no-stream', newFacts(400));

    const items = await itemsUntil(feed(), ({ kind }) => kind === 'checkpoint');
    const positions = items.flatMap((item) => {
      if (item.kind === 'fact') return [item.fact.position];
      return item.kind === 'checkpoint' ? [item.position] : [];
    });
    t.ok(ascending(store, positions));
    t.ok(positions.length > 1, 'the fact that passes the filter, then how far it looked');

    const later = newFacts(1);
    await store.append(`${kind}-a`, 0, later);
    const resumed = await itemsUntil(feed(positions.at(-1)), factCount(1));
    t.strictSame(idsOf(factsIn(resumed)), idsOf(later), 'resuming there misses nothing');
  });

  t.test('aborting ends it, asleep or in the middle', async (t) => {
    const kind = freshStream();
    const { control, feed } = await follow(t, kind);
    await store.append(`${kind}-a`, 'no-stream', newFacts(10));
    const [asleep, reading] = [feed(), feed()];
    await itemsUntil(asleep, isCaughtUp);
    await itemsUntil(reading, factCount(2));
    const next = asleep.next();
    control.abort();
    t.match(await within(next), { done: true });
    t.match(await within(reading.next()), { done: true });
    t.match(await within(feed().next()), { done: true }, 'aborted before it began');
  });
};
