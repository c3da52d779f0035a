import { entriesOf, type RecordedFact } from '../../domain/ledger-fact.ts';
import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import { type Instant, type Month, monthOf } from '../../domain/time.ts';
import { booked } from '../../projections/books.ts';
import type { BookRow, MonthSpan } from '../../projections/rows.ts';
import { parseStored } from '../facts/parse-stored.ts';
import type { AsOf, Views } from './views.ts';

const logPage = 5_000;

export type PastBooksOf = {
  readonly store: EventStore;
  readonly views: Pick<Views, 'booksBefore'>;
};

/**
 * The trial balance at a past instant: exactly the facts recorded by then. The months before come
 * summed from a view; of the instant's own month the log is read, and whatever the view has not
 * seen yet. No position when nothing had been recorded by then.
 */
export const trialBalanceAsOf = async (
  { store, views }: PastBooksOf,
  at: Instant,
): Promise<AsOf<readonly BookRow[]>> => {
  const month = monthOf(at);
  const head = await store.head();
  const { answer: past, position: seen } = views.booksBefore(month);
  const rows = new Map(past.books.map((row) => [row.account, row]));
  let position = past.lasts.reduce<Position | undefined>(
    (last, one) => later(store, last, one),
    undefined,
  );
  const add = (recorded: RecordedFact): void => {
    position = later(store, position, recorded.position);
    for (const { legs } of entriesOf(recorded))
      for (const leg of legs) rows.set(leg.account, booked(rows.get(leg.account), leg));
  };
  if (past.span !== undefined) {
    for await (const recorded of within(store, past.span))
      if (isOf(recorded, month) && recorded.recordedAt <= at) add(recorded);
  }
  for await (const recorded of between(store, seen, head))
    if (recorded.recordedAt <= at) add(recorded);
  const answer = [...rows.values()].sort((a, b) => (a.account < b.account ? -1 : 1));
  return { answer, position };
};

const isOf = ({ recordedAt }: RecordedFact, month: Month): boolean => monthOf(recordedAt) === month;

const later = (store: EventStore, a: Position | undefined, b: Position): Position =>
  a !== undefined && store.comparePositions(a, b) > 0 ? a : b;

/** The facts of the log from the first of a span to its last. */
async function* within(
  store: EventStore,
  { first, last }: MonthSpan,
): AsyncGenerator<RecordedFact> {
  const { stream, revision, position } = first;
  const { facts } = await store.readStream(stream, { from: revision, max: 1 });
  for (const stored of facts) yield parseStored(stored);
  yield* between(store, position, last);
}

/** The facts after one position up to and including another. */
async function* between(
  store: EventStore,
  start: Position | undefined,
  last: Position | undefined,
): AsyncGenerator<RecordedFact> {
  let after = start;
  const isLeft = (): boolean =>
    last !== undefined && (after === undefined || store.comparePositions(after, last) < 0);
  while (isLeft()) {
    const page = await store.readAll({ after, max: logPage });
    for (const stored of page.facts) {
      if (last !== undefined && store.comparePositions(stored.position, last) > 0) return;
      yield parseStored(stored);
    }
    after = page.readTo;
    if (page.atEnd) return;
  }
}
