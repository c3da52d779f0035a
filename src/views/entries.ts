import type { PayeeId } from '../../domain/identifiers.ts';
import { type Fen, minus, total } from '../../domain/money.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { addMonths, type Instant, type Month, monthOf } from '../../domain/time.ts';
import {
  type AccountEntry,
  happenedAt,
  movementsOf,
  payable,
} from '../../projections/account-entries.ts';
import type { AccountFactRecorded } from '../../projections/recorded-account-fact.ts';
import { balanceAsOf } from './balance-as-of.ts';
import { type EntriesPlace, entriesCursor, entriesPlace } from './entries-cursor.ts';
import { factsBackwards, newestMonth } from './month-facts.ts';
import type { AsOf, Page, PageAsked, Views } from './views.ts';

export type EntriesOf = {
  readonly store: EventStore;
  readonly views: Pick<Views, 'balance'>;
  readonly payee: PayeeId;
  /** The month of registration: no entry is older. */
  readonly since: Month;
  readonly now: Instant;
  /** Only what was recorded by this instant. */
  readonly until?: Instant | undefined;
};

/**
 * An account's movements, newest first, across its months, each with the balance after it. Read
 * backwards from the newest, so that a page costs what it shows, however long the month is.
 */
export const entriesPage = async (
  of: EntriesOf,
  { limit, after }: PageAsked,
): Promise<AsOf<Page<AccountEntry>>> => {
  const items: AccountEntry[] = [];
  const start = after === undefined ? await newestPlace(of) : entriesPlace(after);
  if (start === undefined || start.month === undefined)
    return { answer: { items, next: undefined }, position: start?.position };
  const { position, until } = start;
  let { balance, shown } = start;
  const from = { month: start.month, revision: start.revision };
  for await (const recorded of factsBackwards(of.store, of.payee, from)) {
    if (until !== undefined && recorded.recordedAt > until) continue;
    const newestFirst = movementsOf(recorded.fact).toReversed();
    for (const [at, movement] of newestFirst.entries()) {
      if (at < shown) continue;
      if (items.length === limit) {
        const place = { month: recorded.period, revision: recorded.revision, shown: at };
        const next = entriesCursor({ ...place, balance, position, until });
        return { answer: { items, next }, position };
      }
      const { fact, recordedAt } = recorded;
      items.push({ ...movement, at: recordedAt, happenedAt: happenedAt(fact), balance });
      balance = minus(balance, movement.amount);
    }
    shown = 0;
  }
  return { answer: { items, next: undefined }, position };
};

/** An account that was there and had no entry yet has a position and no month. */
type Start = EntriesPlace | (Omit<EntriesPlace, 'month'> & { readonly month: undefined });

/** Where the list begins, and the balance there; undefined when there was no account. */
const newestPlace = async (of: EntriesOf): Promise<Start | undefined> => {
  const { store, payee, since, now, until } = of;
  const month = await newestMonth(store, payee, addMonths(monthOf(until ?? now), 1), since);
  if (until === undefined) return month && newestNow(of, month);
  const past = await balanceAsOf(store, payee, since, until);
  if (past?.position === undefined) return undefined;
  const { answer, position } = past;
  return { month, revision: undefined, shown: 0, balance: payable(answer), position, until };
};

/** The balance after the newest fact: what the view says, and what it has not seen yet. */
const newestNow = async (
  { store, views, payee }: EntriesOf,
  month: Month,
): Promise<EntriesPlace | undefined> => {
  const { answer: row, position: seen } = views.balance(payee);
  let newest: AccountFactRecorded | undefined;
  let balance: Fen = payable(row?.sums ?? new Map());
  for await (const recorded of factsBackwards(store, payee, { month })) {
    newest ??= recorded;
    if (seen !== undefined && store.comparePositions(recorded.position, seen) <= 0) break;
    balance = total([balance, ...movementsOf(recorded.fact).map(({ amount }) => amount)]);
  }
  return (
    newest && {
      month: newest.period,
      revision: newest.revision,
      shown: 0,
      balance,
      position: newest.position,
      until: undefined,
    }
  );
};
