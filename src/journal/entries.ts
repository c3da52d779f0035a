import type { Leg } from '../../domain/books/entry.ts';
import { entriesOf } from '../../domain/ledger-fact.ts';
import { type Fen, negated } from '../../domain/money.ts';
import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import { type Day, dayOf, type Instant } from '../../domain/time.ts';
import { parseStored } from '../facts/parse-stored.ts';

const logPage = 2_000;

/** One balanced entry, with where in the log it comes from. */
export type JournalEntry = {
  readonly at: Instant;
  readonly what: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly type: string;
  readonly legs: readonly Leg[];
};

/** Every entry recorded from `from` to `to`, both Asia/Shanghai days inclusive, in the log's order. */
export async function* journalEntries(
  store: Pick<EventStore, 'readAll'>,
  { from, to }: { readonly from?: Day | undefined; readonly to?: Day | undefined } = {},
): AsyncGenerator<JournalEntry> {
  let after: Position | undefined;
  for (let more = true; more; ) {
    const page = await store.readAll({ after, max: logPage });
    for (const stored of page.facts) {
      const recorded = parseStored(stored);
      const { recordedAt: at, stream, revision, position } = recorded;
      if ((from !== undefined && dayOf(at) < from) || (to !== undefined && dayOf(at) > to))
        continue;
      for (const { what, legs } of entriesOf(recorded)) {
        yield { at, what, stream, revision, position, type: stored.type, legs };
      }
    }
    after = page.readTo;
    more = !page.atEnd;
  }
}

export type Writer = {
  readonly contentType: string;
  readonly head: string;
  readonly entry: (entry: JournalEntry) => string;
};

export const signed = ({ side, amount }: Leg): Fen => (side === 'debit' ? amount : negated(amount));
