import type { Test } from 'tap';
import { appendBytesMax, type EventStore, type NewFact } from '../../domain/ports/event-store.ts';
import { appended, fault, freshStream, newFact, newFacts } from './event-store-words.ts';

export const refusalContract = (t: Test, store: EventStore): void => {
  t.test('an append without facts, or with one id twice, is refused', async (t) => {
    const stream = freshStream();
    const twice = newFact();
    for (const facts of [[], [twice, newFact(), twice]])
      t.equal(fault(await store.append(stream, 'no-stream', facts)).code, 'invalid-fact');
    t.match(await store.readStream(stream, { max: 1 }), { exists: false, facts: [] });
  });

  t.test('a stream name is 1 to 200 printable ASCII characters without a leading $', async (t) => {
    const longest = freshStream('n').padEnd(200, 'x');
    appended(await store.append(longest, 'no-stream', newFacts(1)));
    for (const stream of ['', '$system', `${longest}x`, '帐户', 'tab\t', 'line\n', 'del\x7f']) {
      t.equal(fault(await store.append(stream, 'any', newFacts(1))).code, 'invalid-fact');
      const read = await store.readStream(stream, { max: 1 });
      t.strictSame(read, { exists: false, facts: [] });
    }
  });

  t.test('a fact has a UUID, a plain type and JSON texts', async (t) => {
    const stream = freshStream();
    const broken: readonly Partial<NewFact>[] = [
      { id: 'not-a-uuid' },
      { id: newFact().id.toUpperCase().replace(/^./, 'F') },
      { type: '' },
      { type: '$type' },
      { type: 'two words' },
      { type: 'x'.repeat(101) },
      { data: '' },
      { data: '{"a":1' },
      { data: '{"a":undefined}' },
      { data: '{"a":NaN}' },
      { data: "{'a':1}" },
      { data: '{"a":1,}' },
      { data: '{a:1}' },
      { data: '{"a":0x10}' },
      { data: '{"a":"\u0000"}' },
      { data: '{"a":"\ud800"}' },
      { data: '{} {}' },
      { data: '{}\u0000 {}' },
      { metadata: '' },
      { metadata: 'nope' },
    ];
    for (const overrides of broken) {
      const refused = await store.append(stream, 'no-stream', [newFact(), newFact(overrides)]);
      t.equal(fault(refused).code, 'invalid-fact', JSON.stringify(overrides));
    }
    t.match(await store.readStream(stream, { max: 1 }), { exists: false, facts: [] });
  });

  t.test('an append is at most one MiB of data, metadata and twice the type', async (t) => {
    const stream = freshStream();
    const room = appendBytesMax - 2 * ('{}'.length + 2 * 'Filled'.length) - 2 * '""'.length;
    const filling = (bytes: number) => [
      // Half in three-byte characters: bytes count, not characters.
      newFact({ type: 'Filled', data: `"${'元'.repeat(170_000)}"`, metadata: '{}' }),
      newFact({ type: 'Filled', data: `"${'x'.repeat(bytes - 510_000)}"`, metadata: '{}' }),
    ];
    t.strictSame(fault(await store.append(stream, 'no-stream', filling(room + 1))), {
      code: 'too-large',
      bytes: appendBytesMax + 1,
      limit: appendBytesMax,
    });
    const full = filling(room);
    t.equal(appended(await store.append(stream, 'no-stream', full)).lastRevision, 1);
    const { facts } = await store.readStream(stream, { max: 2 });
    t.ok(facts.every(({ data }, index) => data === full[index]?.data));
  });

  t.test('an impossible revision or page size is a bug and throws', async (t) => {
    const stream = freshStream();
    for (const expected of [-1, 0.5, Number.NaN, 2 ** 53])
      await t.rejects(store.append(stream, expected, newFacts(1)), RangeError);
    for (const max of [0, -1, 1.5, 10_001, Number.NaN]) {
      await t.rejects(store.readStream(stream, { max }), RangeError);
      await t.rejects(store.readAll({ max }), RangeError);
    }
  });
};
