import type { PayeeId } from '../../domain/identifiers.ts';
import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import {
  addMonths,
  type Instant,
  type Month,
  month as monthFrom,
  monthOf,
} from '../../domain/time.ts';
import { type AccountEntry, accountEntries } from '../../projections/account-entries.ts';
import { UnknownCursor } from './list-cursor.ts';
import { monthFacts, newestMonth } from './month-facts.ts';
import type { AsOf, Page, PageAsked } from './views.ts';

/** An account's movements, newest first, across its months. The cursor is `month:how many were shown`. */
export const entriesPage = async (
  store: EventStore,
  payee: PayeeId,
  since: Month,
  now: Instant,
  { limit, after }: PageAsked,
): Promise<AsOf<Page<AccountEntry>>> => {
  const start =
    after === undefined ? { month: addMonths(monthOf(now), 1), shown: 0 } : parseCursor(after);
  const items: AccountEntry[] = [];
  let position: Position | undefined;
  let { shown } = start;
  let month = await newestMonth(store, payee, start.month, since);
  while (month !== undefined) {
    const facts = await monthFacts(store, payee, month);
    position ??= facts.at(-1)?.position;
    const newest = accountEntries(facts).toReversed().slice(shown);
    const taken = newest.slice(0, limit - items.length);
    items.push(...taken);
    if (newest.length > taken.length) {
      return { answer: { items, next: `${month}:${shown + taken.length}` }, position };
    }
    shown = 0;
    const before: Month = addMonths(month, -1);
    month = before < since ? undefined : await newestMonth(store, payee, before, since);
    if (items.length === limit) {
      return { answer: { items, next: month === undefined ? undefined : `${month}:0` }, position };
    }
  }
  return { answer: { items, next: undefined }, position };
};

const parseCursor = (text: string): { readonly month: Month; readonly shown: number } => {
  const [at = '', count = ''] = text.split(':');
  const month = monthFrom(at);
  if (month === undefined || !/^\d{1,9}$/.test(count)) throw new UnknownCursor();
  return { month, shown: Number(count) };
};
