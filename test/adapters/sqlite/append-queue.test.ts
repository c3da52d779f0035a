import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import type { AppendBatch, AppendOutcome } from '../../../adapters/sqlite/append-batch.ts';
import { type AppendQueue, appendQueue } from '../../../adapters/sqlite/append-queue.ts';
import type { EventStore, NewFact } from '../../../domain/ports/event-store.ts';
import { newFact, newFacts } from '../../contracts/event-store-words.ts';

const roomy = { appendsMax: 100, charactersMax: 10_000_000 };
const done = (batch: AppendBatch): AppendOutcome[] =>
  batch.streams.map((_, index) => ({ first: 0, last: 0, sequence: index + 1 }));

const appendTo = (
  queue: AppendQueue,
  stream: string,
  facts: readonly NewFact[],
): ReturnType<EventStore['append']> =>
  new Promise((answer) => queue.append(stream, 'any', facts, answer));

t.test(
  'appends of one moment, and those made while the writer is busy, share a batch',
  async (t) => {
    const sent: AppendBatch[] = [];
    const queue = appendQueue((batch) => sent.push(batch), roomy);
    const append = (stream: string) => appendTo(queue, stream, newFacts(1));
    const first = [append('a'), append('b')];
    await setImmediate();
    const second = [append('c'), append('d')];
    await setImmediate();
    t.strictSame(
      sent.map(({ streams }) => streams),
      [['a', 'b']],
      'one batch at a time',
    );
    queue.written(done(sent[0]!));
    t.strictSame(sent[1]?.streams, ['c', 'd']);
    t.match(await Promise.all(first), [{ ok: true }, { ok: true }]);
    queue.written(done(sent[1]!));
    t.match(await Promise.all(second), [{ ok: true }, { ok: true }]);
  },
);

t.test('more than fits is overloaded until there is room again', async (t) => {
  const sent: AppendBatch[] = [];
  const queue = appendQueue((batch) => sent.push(batch), { appendsMax: 2, charactersMax: 5_000 });
  const append = (size: number) =>
    appendTo(queue, 'a', [newFact({ data: `"${'x'.repeat(size)}"` })]);
  const accepted = append(3_000);
  t.match(await append(3_000), { refusal: { code: 'overloaded' } }, 'too many characters');
  const small = append(1);
  t.match(await append(1), { refusal: { code: 'overloaded' } }, 'too many appends');
  await setImmediate();
  queue.written(done(sent[0]!));
  t.match(await Promise.all([accepted, small]), [{ ok: true }, { ok: true }]);
  const again = append(3_000);
  await setImmediate();
  queue.written(done(sent[1]!));
  t.match(await again, { ok: true });
});

t.test('a batch has an end, and order is kept across batches', async (t) => {
  const sent: AppendBatch[] = [];
  const queue = appendQueue((batch) => sent.push(batch), roomy);
  const appends = [2_500, 2_500, 1].map((count) => appendTo(queue, 'a', newFacts(count)));
  await setImmediate();
  queue.written(done(sent[0]!));
  queue.written(done(sent[1]!));
  t.strictSame(
    sent.map(({ counts }) => counts),
    [[2_500], [2_500, 1]],
  );
  t.ok((await Promise.all(appends)).every(({ ok }) => ok));
});

t.test('a writer that is gone leaves its batch uncertain and the rest undone', async (t) => {
  const queue = appendQueue(() => undefined, roomy);
  const begun = appendTo(queue, 'a', newFacts(1));
  await setImmediate();
  const waiting = appendTo(queue, 'b', newFacts(1));
  queue.lost('it stopped');
  t.match(await begun, { refusal: { code: 'indeterminate', detail: 'it stopped' } });
  t.match(await waiting, { refusal: { code: 'unavailable', detail: 'it stopped' } });
  const later = await appendTo(queue, 'c', newFacts(1));
  t.match(later, { refusal: { code: 'unavailable', detail: 'it stopped' } });
  await queue.drained();
});
