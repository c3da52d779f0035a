import { LRUCache } from 'lru-cache';
import { accountDecider } from '../../domain/account/decider.ts';
import type { EarningData } from '../../domain/account/facts.ts';
import type { Account, EarningKey } from '../../domain/account/state.ts';
import type { PayeeId } from '../../domain/identifiers.ts';
import { accountStream } from '../../domain/ledger-fact.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { Month } from '../../domain/time.ts';
import { parseAccountFact } from '../facts/codec.ts';
import { factsOf } from './stored-facts.ts';

const factsKeptMax = 500_000;

/** What an account was at the end of a month that is closed: it never changes, so it may be kept. */
export type ClosedMonths = (payee: PayeeId, month: Month) => Promise<Account>;

/** Folds closed months when they are asked for and keeps the last ones: what is closed never changes. */
export const closedMonths = (store: EventStore): ClosedMonths => {
  const kept = new LRUCache<string, { readonly account: Account; readonly facts: number }>({
    maxSize: factsKeptMax,
    sizeCalculation: ({ facts }) => facts + 1,
  });
  return async (payee, month) => {
    const stream = accountStream(payee, month);
    const known = kept.get(stream);
    if (known !== undefined) return known.account;
    let account = accountDecider.initialState;
    let read = 0;
    for await (const facts of factsOf(store, stream)) {
      for (const stored of facts)
        account = accountDecider.evolve(account, parseAccountFact(stored));
      read += facts.length;
    }
    kept.set(stream, { account, facts: read });
    return account;
  };
};

/** The closed months of an account, newest first, down to and including `until`. */
export async function* closedBackTo(
  months: ClosedMonths,
  payee: PayeeId,
  newest: Month | undefined,
  until: Month | undefined,
): AsyncGenerator<Account> {
  let month = newest;
  while (month !== undefined && (until === undefined || month >= until)) {
    const account = await months(payee, month);
    yield account;
    month = account.previous;
  }
}

/** An earning as it was recorded in one of these months. */
export const earningInClosedMonths = async (
  months: ClosedMonths,
  payee: PayeeId,
  newest: Month | undefined,
  until: Month | undefined,
  key: EarningKey,
): Promise<EarningData | undefined> => {
  for await (const month of closedBackTo(months, payee, newest, until)) {
    const found = month.earnings.get(key);
    if (found !== undefined) return found;
  }
  return undefined;
};
