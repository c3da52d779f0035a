import type { PayeeId } from '../../domain/identifiers.ts';
import { accountStream } from '../../domain/ledger-fact.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { addMonths, type Month } from '../../domain/time.ts';
import type { AccountFactRecorded } from '../../projections/recorded-account-fact.ts';
import { parseStored } from '../facts/parse-stored.ts';
import { readPageOf } from '../ledger/stored-facts.ts';

const readPage = 1_000;

export type Streams = Pick<EventStore, 'readStream'>;

const parsed = (stored: Parameters<typeof parseStored>[0]): AccountFactRecorded => {
  const recorded = parseStored(stored);
  if (recorded.about !== 'account') throw new Error(`${stored.stream} is no account`);
  return recorded;
};

/** The facts of an account's month from a revision on, oldest first; none when it has no such month. */
export async function* monthFacts(
  store: Streams,
  payee: PayeeId,
  month: Month,
  start = 0,
): AsyncGenerator<AccountFactRecorded> {
  const stream = accountStream(payee, month);
  for (let from = start, more = true; more; ) {
    const { facts } = await readPageOf(store, stream, { from, max: readPage });
    for (const stored of facts) yield parsed(stored);
    from += facts.length;
    more = facts.length === readPage;
  }
}

/** An account's facts, newest first, from a fact of a month (or its end) back to the very first. */
export async function* factsBackwards(
  store: Streams,
  payee: PayeeId,
  start: { readonly month: Month; readonly revision?: number | undefined },
): AsyncGenerator<AccountFactRecorded> {
  let month: Month | undefined = start.month;
  let from = start.revision;
  while (month !== undefined) {
    const stream = accountStream(payee, month);
    const { facts } = await readPageOf(store, stream, {
      ...(from === undefined ? {} : { from }),
      direction: 'backwards',
      max: readPage,
    });
    const recorded = facts.map(parsed);
    yield* recorded;
    const oldest = recorded.at(-1);
    if (oldest === undefined) return;
    if (oldest.revision > 0) from = oldest.revision - 1;
    else {
      month = oldest.fact.type === 'PeriodOpened' ? oldest.fact.data.previous : undefined;
      from = undefined;
    }
  }
}

/** The first fact of an account's month; undefined when it has no such month. */
export const openingOf = async (
  store: Streams,
  payee: PayeeId,
  month: Month,
): Promise<AccountFactRecorded | undefined> => {
  const { facts } = await readPageOf(store, accountStream(payee, month), { max: 1 });
  return facts.map(parsed).at(0);
};

/** The newest month at or before `from`, not before `since`, in which the account has facts. */
export const newestMonth = async (
  store: Streams,
  payee: PayeeId,
  from: Month,
  since: Month,
): Promise<Month | undefined> => {
  for (let month = from; month >= since; month = addMonths(month, -1)) {
    const { exists } = await readPageOf(store, accountStream(payee, month), { max: 1 });
    if (exists) return month;
  }
  return undefined;
};
