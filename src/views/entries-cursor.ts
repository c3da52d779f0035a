import { amountFromFact, amountText, type Fen, storedAmount } from '../../domain/money.ts';
import type { Position } from '../../domain/ports/event-store.ts';
import { type Instant, instant, type Month, month as monthFrom } from '../../domain/time.ts';
import { cursorOf, fieldsOf, UnknownCursor } from './list-cursor.ts';

/** A place in the list of an account's entries. */
export type EntriesPlace = {
  readonly month: Month;
  /** The fact to go on with; undefined: the month's last. */
  readonly revision: number | undefined;
  /** How many of that fact's entries were shown already. */
  readonly shown: number;
  /** The balance after the next entry to be shown. */
  readonly balance: Fen;
  /** What the whole list was computed from. */
  readonly position: Position;
  /** Only what was recorded by then. */
  readonly until: Instant | undefined;
};

export const entriesCursor = (place: EntriesPlace & { readonly revision: number }): string => {
  const { month, revision, shown, balance, position, until = '' } = place;
  return cursorOf([month, revision, shown, amountText(balance), position, until]);
};

export const entriesPlace = (cursor: string): EntriesPlace => {
  const [month, revision, shown, balance, position, until] = fieldsOf(cursor);
  const at = typeof month === 'string' ? monthFrom(month) : undefined;
  const amount = typeof balance === 'string' ? storedAmount(balance) : undefined;
  if (at === undefined || amount === undefined || !isCount(revision) || !isCount(shown))
    throw new UnknownCursor();
  if (typeof position !== 'string' || typeof until !== 'string') throw new UnknownCursor();
  const end = until === '' ? undefined : instant(until);
  if (until !== '' && end === undefined) throw new UnknownCursor();
  return {
    month: at,
    revision,
    shown,
    balance: amountFromFact(amount),
    // Only ever shown again as it was given out.
    position: position as Position,
    until: end,
  };
};

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
