import type { PayeeId } from '../../domain/identifiers.ts';
import { accountStream, type RecordedFact } from '../../domain/ledger-fact.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { addMonths, type Month } from '../../domain/time.ts';
import { parseStored } from '../facts/codec.ts';

const readPage = 5_000;

export type AccountFactRecorded = Extract<RecordedFact, { readonly about: 'account' }>;

/** All facts of an account's month, oldest first; empty when it has no such month. */
export const monthFacts = async (
  store: EventStore,
  payee: PayeeId,
  month: Month,
): Promise<readonly AccountFactRecorded[]> => {
  const found: AccountFactRecorded[] = [];
  for (let from = 0, more = true; more; ) {
    const { facts } = await store.readStream(accountStream(payee, month), { from, max: readPage });
    for (const stored of facts) {
      const recorded = parseStored(stored);
      if (recorded.about === 'account') found.push(recorded);
    }
    from += facts.length;
    more = facts.length === readPage;
  }
  return found;
};

/** The newest month at or before `from`, not before `since`, in which the account has facts. */
export const newestMonth = async (
  store: EventStore,
  payee: PayeeId,
  from: Month,
  since: Month,
): Promise<Month | undefined> => {
  for (let month = from; month >= since; month = addMonths(month, -1)) {
    const { exists } = await store.readStream(accountStream(payee, month), { max: 1 });
    if (exists) return month;
  }
  return undefined;
};
