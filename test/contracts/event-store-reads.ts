import type { Test } from 'tap';
import type { EventStore } from '../../domain/ports/event-store.ts';
import {
  appended,
  ascending,
  factsAfter,
  freshStream,
  idsOf,
  newFacts,
  positionsOf,
  readToEnd,
} from './event-store-words.ts';

export const readContract = (t: Test, store: EventStore): void => {
  t.test('a stream nobody wrote to does not exist', async (t) => {
    const read = await store.readStream(freshStream(), { max: 10 });
    t.strictSame(read, { exists: false, facts: [] });
  });

  t.test('a stream is read in pages, both ways, from a revision inclusive', async (t) => {
    const stream = freshStream();
    await store.append(stream, 'no-stream', newFacts(7));
    const read = async (options: Parameters<typeof store.readStream>[1]) => {
      const page = await store.readStream(stream, options);
      t.ok(page.exists);
      return page.facts.map(({ revision }) => revision);
    };
    t.strictSame(await read({ max: 3 }), [0, 1, 2]);
    t.strictSame(await read({ max: 3, from: 3 }), [3, 4, 5]);
    t.strictSame(await read({ max: 3, from: 6, direction: 'forwards' }), [6]);
    t.strictSame(await read({ max: 3, from: 7 }), [], 'beyond the end');
    t.strictSame(await read({ max: 3, direction: 'backwards' }), [6, 5, 4]);
    t.strictSame(await read({ max: 3, direction: 'backwards', from: 3 }), [3, 2, 1]);
    t.strictSame(await read({ max: 9, direction: 'backwards', from: 0 }), [0]);
    t.strictSame(await read({ max: 10_000 }), [0, 1, 2, 3, 4, 5, 6]);
  });

  t.test('a long stream is read whole, either way', async (t) => {
    const stream = freshStream();
    const facts = newFacts(1_300);
    await store.append(stream, 'no-stream', facts);
    const forwards = await store.readStream(stream, { max: 10_000 });
    t.strictSame(idsOf(forwards.facts), idsOf(facts));
    const backwards = await store.readStream(stream, { max: 1_299, direction: 'backwards' });
    t.strictSame(idsOf(backwards.facts), idsOf(facts.slice(1)).reverse());
  });

  t.test('a writer reads what it wrote at once', async (t) => {
    const stream = freshStream();
    const before = await store.head();
    const { position } = appended(await store.append(stream, 'no-stream', newFacts(2)));
    t.equal((await store.readStream(stream, { max: 10 })).facts.length, 2);
    t.equal((await factsAfter(store, before, stream)).at(-1)?.position, position);
  });

  t.test('the log holds all streams in one order, each stream in its own', async (t) => {
    const kind = freshStream();
    const before = await store.head();
    const streams = ['a', 'b', 'c'].map((name) => `${kind}-${name}`);
    for (let round = 0; round < 4; round += 1)
      await Promise.all(streams.map((stream) => store.append(stream, 'any', newFacts(2))));

    const facts = await factsAfter(store, before, kind);
    t.equal(facts.length, 24);
    t.ok(ascending(store, positionsOf(facts)));
    for (const stream of streams) {
      const own = await store.readStream(stream, { max: 10 });
      t.strictSame(
        facts.filter((fact) => fact.stream === stream),
        own.facts,
      );
    }
    const one = await factsAfter(store, before, `${kind}-b`);
    t.equal(one.length, 8, 'a prefix picks streams');
  });

  t.test('reading the log goes on after a position, exclusive', async (t) => {
    const kind = freshStream();
    const before = await store.head();
    for (const name of ['a', 'b', 'c']) await store.append(`${kind}-${name}`, 'any', newFacts(3));
    const all = await factsAfter(store, before, kind);
    for (const [index, { position }] of all.entries())
      t.strictSame(idsOf(await factsAfter(store, position, kind, 2)), idsOf(all.slice(index + 1)));
  });

  t.test('a page of the log says how far it was read and whether that is the end', async (t) => {
    const kind = freshStream();
    await store.append(kind, 'no-stream', newFacts(1));
    const before = await store.head();
    await store.append(`${kind}-a`, 'no-stream', newFacts(4));
    await store.append(`${kind}-b`, 'no-stream', newFacts(4));
    const end = await store.head();
    if (before === undefined || end === undefined) throw new Error('The log is empty.');
    t.ok(store.comparePositions(before, end) < 0);

    const some = await store.readAll({ after: before, max: 3, streamPrefixes: [`${kind}-a`] });
    t.notOk(some.atEnd);
    t.ok(some.facts.length <= 3);
    for (const after of [before, end]) {
      const nobody = await readToEnd(store, after, freshStream('nobody'));
      t.strictSame(nobody.facts, []);
      t.ok(
        nobody.readTo !== undefined && store.comparePositions(nobody.readTo, end) >= 0,
        'facts that were filtered out count',
      );
    }
    const several = { after: before, streamPrefixes: [`${kind}-b`, 'x'.repeat(201), `${kind}-a`] };
    t.equal((await store.readAll({ ...several, max: 10_000 })).facts.length, 8);
    const none = await store.readAll({ after: before, streamPrefixes: [], max: 10_000 });
    t.strictSame(none.facts, [], 'no prefix at all picks nothing');

    const first = await store.readAll({ max: 1 });
    t.ok(first.facts.length <= 1);
    t.ok(first.readTo !== undefined && store.comparePositions(first.readTo, end) < 0);
  });

  t.test('positions survive being written down, and nonsense is no position', async (t) => {
    const stream = freshStream();
    for (let count = 0; count < 12; count += 1) await store.append(stream, 'any', newFacts(1));
    const { facts } = await store.readStream(stream, { max: 20 });
    const positions = positionsOf(facts);
    t.strictSame(
      positions.map((position) => store.parsePosition(`${position}`)),
      positions,
    );
    t.ok(ascending(store, positions));
    const shuffled = [...positions].sort().sort(store.comparePositions);
    t.strictSame(shuffled, positions, 'the store sorts them, text order does not');
    t.equal(store.comparePositions(positions[0]!, positions[0]!), 0);
    for (const text of ['', ' ', '-1', '1.5', '0x10', 'start', '1;2', '9'.repeat(60)])
      t.equal(store.parsePosition(text), undefined, JSON.stringify(text));
  });
};
