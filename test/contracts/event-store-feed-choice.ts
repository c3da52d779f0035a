import { setImmediate } from 'node:timers/promises';
import type { Test } from 'tap';
import type { EventStore, FeedItem, Position } from '../../domain/ports/event-store.ts';
import {
  appended,
  factsIn,
  freshStream,
  idsOf,
  itemsUntil,
  newFact,
  newFacts,
  readToEnd,
} from './event-store-words.ts';

const isCaughtUp = ({ kind }: FeedItem): boolean => kind === 'caught-up';

export const feedChoiceContract = (t: Test, store: EventStore): void => {
  const feedOf = (t: Test, after: Position | undefined, streamPrefixes?: readonly string[]) => {
    const control = new AbortController();
    t.teardown(() => control.abort());
    const choice = streamPrefixes === undefined ? {} : { streamPrefixes };
    return store.subscribeAll({ after, signal: control.signal, ...choice })[Symbol.asyncIterator]();
  };

  t.test('without prefixes all streams are followed', async (t) => {
    const after = await store.head();
    const streams = [freshStream('one'), freshStream('two')];
    for (const stream of streams) await store.append(stream, 'no-stream', newFacts(2));
    const feed = feedOf(t, after);
    const facts = factsIn(await itemsUntil(feed, isCaughtUp));
    t.strictSame(
      facts.map(({ stream }) => stream),
      streams.flatMap((stream) => [stream, stream]),
    );
    t.strictSame(facts, (await readToEnd(store, after, '')).facts, 'as reading gives them');
    const next = itemsUntil(feed, (_, items) => factsIn(items).length === 1);
    const fresh = newFacts(1);
    await store.append(freshStream('three'), 'no-stream', fresh);
    t.strictSame(idsOf(factsIn(await next)), idsOf(fresh));
  });

  t.test('with several prefixes their streams are followed, and no others', async (t) => {
    const kind = freshStream();
    const after = await store.head();
    for (const name of ['a', 'b', 'c', 'ab'])
      await store.append(`${kind}-${name}`, 'no-stream', newFacts(2));
    const prefixes = [`${kind}-c`, 'x'.repeat(201), `${kind}-a`];
    const facts = factsIn(await itemsUntil(feedOf(t, after, prefixes), isCaughtUp));
    const names = ['a', 'a', 'c', 'c', 'ab', 'ab'];
    t.strictSame(
      facts.map(({ stream }) => stream),
      names.map((name) => `${kind}-${name}`),
    );
  });

  t.test('of some types only these are given, when reading and when following', async (t) => {
    const kind = freshStream();
    const after = await store.head();
    const facts = ['Asked', 'Told', 'Asked', 'Heard'].map((type) => newFact({ type }));
    await store.append(`${kind}-a`, 'no-stream', facts);
    await store.append(`${kind}-b`, 'no-stream', [newFact({ type: 'Asked' })]);
    const choice = { after, streamPrefixes: [`${kind}-a`], types: ['Asked', 'Heard'] };
    const wanted = idsOf(facts.filter(({ type }) => type !== 'Told'));
    t.strictSame(idsOf((await store.readAll({ ...choice, max: 10_000 })).facts), wanted);
    const control = new AbortController();
    t.teardown(() => control.abort());
    const feed = store.subscribeAll({ ...choice, signal: control.signal })[Symbol.asyncIterator]();
    t.strictSame(idsOf(factsIn(await itemsUntil(feed, isCaughtUp))), wanted);
  });

  t.test(
    'of a type nobody has told the end is reached at once, and the first one told is given',
    async (t) => {
      const after = await store.head();
      await store.append(freshStream(), 'no-stream', newFacts(20));
      const type = `Seldom${freshStream()}`;
      const toEnd = async (from: Position | undefined) => {
        let [readTo, ids] = [from, [] as readonly string[]];
        for (let atEnd = false; !atEnd; ) {
          const page = await store.readAll({ after: readTo, types: [type], max: 10 });
          ids = [...ids, ...idsOf(page.facts)];
          [readTo, atEnd] = [page.readTo, page.atEnd];
        }
        return { readTo, ids };
      };
      const before = await toEnd(after);
      t.strictSame(before, { readTo: await store.head(), ids: [] });
      const seldom = [newFact({ type })];
      await store.append(freshStream(), 'no-stream', seldom);
      await store.append(freshStream(), 'no-stream', newFacts(3));
      t.strictSame(await toEnd(before.readTo), { readTo: await store.head(), ids: idsOf(seldom) });
    },
  );

  t.test('with no prefix at all nothing is followed, but the end is reached', async (t) => {
    await store.append(freshStream(), 'no-stream', newFacts(3));
    const items = await itemsUntil(feedOf(t, undefined, []), isCaughtUp);
    t.strictSame(factsIn(items), []);
  });

  t.test('caught up is not said before what was there has been given', async (t) => {
    const kind = freshStream();
    const after = await store.head();
    const facts = newFacts(300);
    await store.append(`${kind}-a`, 'no-stream', facts);
    for (const prefixes of [[`${kind}-`], undefined]) {
      const items = await itemsUntil(feedOf(t, after, prefixes), isCaughtUp);
      t.strictSame(idsOf(factsIn(items)), idsOf(facts));
    }
  });

  t.test('who listens slowly misses nothing of what comes meanwhile', async (t) => {
    const kind = freshStream();
    const feed = feedOf(t, await store.head(), [`${kind}-`]);
    const heard: string[] = [];
    const writing = (async () => {
      const ids: string[] = [];
      for (let round = 0; round < 30; round += 1) {
        const facts = newFacts(5);
        appended(await store.append(`${kind}-a`, 'any', facts));
        ids.push(...idsOf(facts));
      }
      return ids;
    })();
    while (heard.length < 150) {
      heard.push(...idsOf(factsIn(await itemsUntil(feed, () => true))));
      for (let turn = 0; turn < 3; turn += 1) await setImmediate();
    }
    t.strictSame(heard, await writing);
  });
};
