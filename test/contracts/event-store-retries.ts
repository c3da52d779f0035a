import type { Test } from 'tap';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { appended, fault, freshStream, idsOf, newFact, newFacts } from './event-store-words.ts';

export const retryContract = (t: Test, store: EventStore): void => {
  t.test('the same ids at the same revision get the first outcome, once stored', async (t) => {
    const stream = freshStream();
    const [opening, more] = [newFacts(2), newFacts(3)];
    for (const [expected, facts] of [
      ['no-stream', opening],
      [1, more],
    ] as const) {
      const first = appended(await store.append(stream, expected, facts));
      const again = appended(await store.append(stream, expected, facts));
      t.match(again, { firstRevision: first.firstRevision, lastRevision: first.lastRevision });
      t.ok(again.position === undefined || again.position === first.position);
    }
    const { facts } = await store.readStream(stream, { max: 10 });
    t.strictSame(idsOf(facts), idsOf([...opening, ...more]));
  });

  t.test('also long after others have appended', async (t) => {
    const stream = freshStream();
    const [opening, mine] = [newFacts(1), newFacts(2)];
    appended(await store.append(stream, 'no-stream', opening));
    const first = appended(await store.append(stream, 0, mine));
    appended(await store.append(stream, 2, newFacts(5)));

    const again = appended(await store.append(stream, 0, mine));
    t.match(again, { firstRevision: 1, lastRevision: 2 });
    t.ok(again.position === undefined || again.position === first.position);
    t.match(appended(await store.append(stream, 'no-stream', opening)), { lastRevision: 0 });
    t.equal((await store.readStream(stream, { max: 20 })).facts.length, 8);
  });

  t.test('two at once are one', async (t) => {
    const stream = freshStream();
    const facts = newFacts(2);
    const outcomes = await Promise.all([
      store.append(stream, 'no-stream', facts),
      store.append(stream, 'no-stream', facts),
    ]);
    for (const outcome of outcomes)
      t.match(appended(outcome), { firstRevision: 0, lastRevision: 1 });
    t.equal((await store.readStream(stream, { max: 10 })).facts.length, 2);
  });

  t.test('an overlap with other ids is a wrong revision', async (t) => {
    const stream = freshStream();
    const [a, b, c] = [newFact(), newFact(), newFact()];
    appended(await store.append(stream, 'no-stream', [a, b]));
    const cases = [
      ['longer than what is there', [a, b, c]],
      ['a different end', [a, c]],
      ['a different start', [c, b]],
      ['another order', [b, a]],
    ] as const;
    for (const [name, facts] of cases)
      t.match(
        fault(await store.append(stream, 'no-stream', facts)),
        { code: 'wrong-expected-revision', expected: 'no-stream', actual: 1 },
        name,
      );
    const elsewhere = fault(await store.append(stream, 0, [a]));
    t.match(elsewhere, { code: 'wrong-expected-revision', actual: 1 }, 'another revision');
    t.equal((await store.readStream(stream, { max: 10 })).facts.length, 2);
  });

  t.test('a retry is recognised by its ids whatever its texts say', async (t) => {
    const stream = freshStream();
    const fact = newFact();
    appended(await store.append(stream, 'no-stream', [fact]));
    appended(await store.append(stream, 'no-stream', [{ ...fact, data: '{"other":true}' }]));
    const { facts } = await store.readStream(stream, { max: 10 });
    t.strictSame(
      facts.map(({ data }) => data),
      [fact.data],
      'the first text stays',
    );
  });
};
