import type { Test } from 'tap';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { appended, fault, freshStream, idsOf, newFact, newFacts } from './event-store-words.ts';

export const appendContract = (t: Test, store: EventStore): void => {
  t.test('revisions start at zero and have no gaps', async (t) => {
    const stream = freshStream();
    const first = appended(await store.append(stream, 'no-stream', newFacts(1)));
    t.match(first, { firstRevision: 0, lastRevision: 0 });
    const second = appended(await store.append(stream, 0, newFacts(3)));
    t.match(second, { firstRevision: 1, lastRevision: 3 });
    const { facts } = await store.readStream(stream, { max: 10 });
    t.strictSame(
      facts.map(({ revision }) => revision),
      [0, 1, 2, 3],
    );
  });

  t.test('what was appended comes back character by character', async (t) => {
    const stream = freshStream('a stream: with {odd} ~characters!');
    const fact = newFact({
      data: ' {"b" : 1.50, "a":"\\u0000\\ud83d 日本 🪷", "big": 12345678901234567890 }\n',
      metadata: '[null]',
    });
    const { position } = appended(await store.append(stream, 'no-stream', [fact]));
    const { facts } = await store.readStream(stream, { max: 1 });
    t.strictSame(facts, [{ ...fact, stream, revision: 0, position }]);
  });

  t.test('of two writers at the same revision exactly one wins', async (t) => {
    const stream = freshStream();
    await store.append(stream, 'no-stream', newFacts(1));
    const outcomes = await Promise.all([
      store.append(stream, 0, newFacts(1)),
      store.append(stream, 0, newFacts(2)),
    ]);
    const lost = outcomes.filter(({ ok }) => !ok).map(fault);
    t.equal(lost.length, 1);
    t.match(lost[0], { code: 'wrong-expected-revision', stream, expected: 0 });
    const { facts } = await store.readStream(stream, { max: 10 });
    t.equal(facts.length, outcomes[0]?.ok ? 2 : 3, 'nothing of the loser was stored');
  });

  t.test('what the writer believes about the stream is checked', async (t) => {
    const stream = freshStream();
    const wrong = async (expected: 'no-stream' | 'stream-exists' | number) =>
      fault(await store.append(stream, expected, newFacts(1)));
    const refusal = { code: 'wrong-expected-revision', stream } as const;

    t.strictSame(await wrong('stream-exists'), {
      ...refusal,
      expected: 'stream-exists',
      actual: 'no-stream',
    });
    t.strictSame(await wrong(0), { ...refusal, expected: 0, actual: 'no-stream' });
    t.equal(appended(await store.append(stream, 'any', newFacts(2))).lastRevision, 1);
    t.strictSame(await wrong('no-stream'), { ...refusal, expected: 'no-stream', actual: 1 });
    t.strictSame(await wrong(0), { ...refusal, expected: 0, actual: 1 });
    t.strictSame(await wrong(2), { ...refusal, expected: 2, actual: 1 });
    t.equal(appended(await store.append(stream, 'stream-exists', newFacts(1))).lastRevision, 2);
    t.equal(appended(await store.append(stream, 'any', newFacts(1))).lastRevision, 3);
    t.equal(appended(await store.append(stream, 3, newFacts(1))).lastRevision, 4);
  });

  t.test('appends to one stream asked for without waiting are made in that order', async (t) => {
    const stream = freshStream();
    const facts = newFacts(50);
    const outcomes = await Promise.all(
      facts.map((fact, index) =>
        store.append(stream, index === 0 ? 'no-stream' : index - 1, [fact]),
      ),
    );
    t.strictSame(
      outcomes.map((outcome) => appended(outcome).lastRevision),
      facts.map((_, index) => index),
    );
    const stored = await store.readStream(stream, { max: 100 });
    t.strictSame(idsOf(stored.facts), idsOf(facts));
  });

  t.test('a refused append does not disturb those beside it', async (t) => {
    const [one, other] = [freshStream(), freshStream()];
    const outcomes = await Promise.all([
      store.append(one, 'no-stream', newFacts(1)),
      store.append(one, 7, newFacts(1)),
      store.append(one, 0, [newFact(), newFact({ data: 'not json' })]),
      store.append(other, 'no-stream', newFacts(1)),
      store.append(one, 0, newFacts(1)),
    ]);
    t.strictSame(
      outcomes.map(({ ok }) => ok),
      [true, false, false, true, true],
    );
    t.equal((await store.readStream(one, { max: 10 })).facts.length, 2);
    t.equal((await store.readStream(other, { max: 10 })).facts.length, 1);
  });

  t.test('an id may be used in two streams', async (t) => {
    const fact = newFact();
    appended(await store.append(freshStream(), 'no-stream', [fact]));
    t.equal(appended(await store.append(freshStream(), 'no-stream', [fact])).lastRevision, 0);
  });
};
