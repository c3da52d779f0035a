import { deepStrictEqual as deepEqual } from 'node:assert';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { sqliteEventStore } from '../../adapters/sqlite/event-store.ts';
import type { EventStore, ExpectedRevision } from '../../domain/ports/event-store.ts';

// Few streams, few ids and small revisions, so that retries, overlaps and races are common.
const fact = fc.record({
  id: fc.integer({ min: 0, max: 7 }).map((n) => `00000000-0000-4000-8000-00000000000${n}`),
  type: fc.constantFrom('Happened', 'Undone', '$system'),
  data: fc.constantFrom('{}', '"日"', '[1]', '{"a":1', ''),
  metadata: fc.constant('{}'),
});
const expected: fc.Arbitrary<ExpectedRevision> = fc.oneof(
  fc.constantFrom<ExpectedRevision>('any', 'no-stream', 'stream-exists'),
  fc.integer({ min: 0, max: 6 }),
);
const append = fc.record({
  stream: fc.constantFrom('a', 'b', 'ab'),
  expected,
  facts: fc.array(fact, { maxLength: 3 }),
});
const bursts = fc.array(fc.array(append, { minLength: 1, maxLength: 8 }), { maxLength: 8 });
type Bursts = typeof bursts extends fc.Arbitrary<infer Value> ? Value : never;

/** What the store answers to each append; those of one burst do not wait for each other. */
const answers = async (store: EventStore, asked: Bursts, run: number) => {
  const outcomes = [];
  for (const burst of asked)
    outcomes.push(
      await Promise.all(
        burst.map(({ stream, expected, facts }) =>
          store.append(`${run}-${stream}`, expected, facts),
        ),
      ),
    );
  return outcomes;
};

t.test('whatever is asked of them, both stores answer and hold the same', async (t) => {
  const memory = memoryEventStore();
  const sqlite = await sqliteEventStore({ file: join(t.testdir(), 'e.sqlite'), streamsKept: 2 });
  t.teardown(() => sqlite.close());
  let run = 0;
  await fc.assert(
    fc.asyncProperty(bursts, async (asked) => {
      run += 1;
      const after = await memory.head();
      deepEqual(await answers(sqlite, asked, run), await answers(memory, asked, run));
      for (const streamPrefixes of [undefined, [`${run}-a`], [`${run}-b`, `${run}-ab`]]) {
        const options = { after, max: 200, ...(streamPrefixes && { streamPrefixes }) };
        deepEqual(await sqlite.readAll(options), await memory.readAll(options));
      }
    }),
    { numRuns: 150 },
  );
  t.equal(await sqlite.head(), await memory.head());
});
