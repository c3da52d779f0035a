import { randomUUID } from 'node:crypto';
import type { Test } from 'tap';
import type {
  Appended,
  AppendFault,
  EventStore,
  FeedItem,
  NewFact,
  Position,
  StoredFact,
} from '../../domain/ports/event-store.ts';
import type { Result } from '../../domain/result.ts';

export type OpenStore = (t: Test) => Promise<EventStore>;

/** Fresh names let suites run side by side and against a server that is in use. */
export const freshStream = (kind = 'contract'): string => `${kind}-${randomUUID()}`;

export const newFact = (overrides: Partial<NewFact> = {}): NewFact => ({
  id: randomUUID(),
  type: 'SomethingHappened',
  data: '{"amount":"120.00","note":"已入账 ✓"}',
  metadata: '{"actor":"contract"}',
  ...overrides,
});

export const newFacts = (count: number): NewFact[] =>
  Array.from({ length: count }, () => newFact());

export const appended = (outcome: Result<Appended, AppendFault>): Appended => {
  if (!outcome.ok) throw new Error(`The append was refused: ${outcome.refusal.code}`);
  return outcome.value;
};

export const fault = (outcome: Result<Appended, AppendFault>): AppendFault => {
  if (outcome.ok) throw new Error('The append was made although it should have been refused.');
  return outcome.refusal;
};

export const idsOf = (facts: readonly { readonly id: string }[]): string[] =>
  facts.map(({ id }) => id);

/** All that was written after `after` in streams with this prefix, read page by page. */
export const readToEnd = async (
  store: EventStore,
  after: Position | undefined,
  streamPrefix: string,
  max = 7,
): Promise<{ readonly facts: readonly StoredFact[]; readonly readTo: Position | undefined }> => {
  const facts: StoredFact[] = [];
  let readTo = after;
  for (let page = 0; page < 1_000; page += 1) {
    const read = await store.readAll({ after: readTo, max, streamPrefixes: [streamPrefix] });
    facts.push(...read.facts);
    readTo = read.readTo;
    if (read.atEnd) return { facts, readTo };
  }
  throw new Error('The log did not end within a thousand pages.');
};

export const factsAfter = async (...[store, after, prefix, max]: Parameters<typeof readToEnd>) =>
  (await readToEnd(store, after, prefix, max)).facts;

/** Items of the feed up to and including the first that `enough` accepts; fails rather than hangs. */
export const itemsUntil = async (
  feed: AsyncIterator<FeedItem>,
  enough: (item: FeedItem, items: readonly FeedItem[]) => boolean,
): Promise<FeedItem[]> => {
  const items: FeedItem[] = [];
  const late = AbortSignal.timeout(20_000);
  while (!late.aborted) {
    const next = await within(feed.next(), late);
    if (next.done) throw new Error('The feed ended early.');
    items.push(next.value);
    if (enough(next.value, items)) return items;
  }
  throw new Error('The feed did not say it in time.');
};

export const within = <Value>(promise: Promise<Value>, late = AbortSignal.timeout(20_000)) =>
  Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      const give = () => reject(new Error('It did not happen in time.'));
      if (late.aborted) give();
      else late.addEventListener('abort', give, { once: true });
    }),
  ]);

export const factsIn = (items: readonly FeedItem[]): StoredFact[] =>
  items.flatMap((item) => (item.kind === 'fact' ? [item.fact] : []));

/** Whether each position is truly after the one before it. */
export const ascending = (store: EventStore, positions: readonly Position[]): boolean =>
  positions.every((position, index) => {
    const previous = positions[index - 1];
    return previous === undefined || store.comparePositions(previous, position) < 0;
  });

export const positionsOf = (facts: readonly StoredFact[]): Position[] =>
  facts.map(({ position }) => position);
