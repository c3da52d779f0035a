import { LRUCache } from 'lru-cache';
import type { PayeeId, WithdrawalId } from '../../domain/identifiers.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { Month } from '../../domain/time.ts';
import { withdrawals } from '../../projections/withdrawals.ts';
import { growing } from '../growing.ts';
import type { Views } from './views.ts';

/** How long a withdrawal waits for the index to have seen all earlier months, ms. */
const patienceMs = 5_000;
const accountsKeptMax = 200_000;

/** The index has not caught up: whether the id was used before cannot be said yet. */
export class IndexBehind extends Error {
  constructor() {
    super('The index of withdrawals is behind the log');
    this.name = 'IndexBehind';
  }
}

/**
 * In which month a withdrawal id was used before. The current month is known to the account itself;
 * for earlier ones the index must have seen the log up to here, so that no id is ever used twice.
 */
export const monthOfWithdrawal = (store: EventStore, views: Views) => {
  // Closed months never change: once the index has seen them, it need not be waited for again.
  const seen = new LRUCache<PayeeId, Month>(growing(accountsKeptMax));
  return async (account: PayeeId, period: Month, id: WithdrawalId): Promise<Month | undefined> => {
    if (seen.get(account) !== period) {
      const head = await store.head();
      if (head !== undefined && !(await views.caughtUpTo(head, patienceMs, withdrawals.name)))
        throw new IndexBehind();
      seen.set(account, period);
    }
    return views.withdrawal(account, id).answer?.period;
  };
};
