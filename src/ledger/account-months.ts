import { LRUCache } from 'lru-cache';
import type { ClosedPeriod } from '../../domain/account/commands.ts';
import type { PayeeId } from '../../domain/identifiers.ts';
import { accountStream } from '../../domain/ledger-fact.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { addMonths, type Instant, type Month, monthOf } from '../../domain/time.ts';
import { parseAccountFact } from '../facts/codec.ts';
import { growing } from '../growing.ts';
import type { AccountOf } from './accounts.ts';
import { readPageOf } from './stored-facts.ts';

const monthsKnownMax = 200_000;

/** The month each account stands in: as far as it is remembered, else as it is found on the log. */
export class AccountMonths {
  readonly #store: EventStore;
  readonly #months = new LRUCache<PayeeId, Month>(growing(monthsKnownMax));

  constructor(store: EventStore) {
    this.#store = store;
  }

  /** Only what is remembered. */
  known(payee: PayeeId): Month | undefined {
    return this.#months.get(payee);
  }

  /** The account went on in this month. */
  follow(payee: PayeeId, month: Month): void {
    this.#months.set(payee, month);
  }

  /** What is remembered may be wrong: it is to be found anew. */
  forget(payee: PayeeId): void {
    this.#months.delete(payee);
  }

  /** The newest month that was begun, or the one in which the account is to begin. */
  async of({ payee, since }: AccountOf, now: Instant): Promise<Month> {
    const known = this.#months.get(payee);
    if (known !== undefined) return known;
    // One month ahead as well: another instance's clock, or ours before it was set back, may have been there.
    const ahead = addMonths(monthOf(now), 1);
    const found = await this.#newestStored(payee, since, ahead);
    // Begun anywhere else, an account could begin twice: two who come first may be in two months.
    const month = found ?? since;
    this.#months.set(payee, month);
    return month;
  }

  /** What the newest month before `period` handed on. */
  async closedBefore(
    { payee, since }: AccountOf,
    period: Month,
  ): Promise<ClosedPeriod | undefined> {
    const before = await this.#newestStored(payee, since, addMonths(period, -1));
    if (before === undefined) return undefined;
    const stream = accountStream(payee, before);
    const { facts } = await readPageOf(this.#store, stream, { direction: 'backwards', max: 1 });
    const [last] = facts;
    const fact = last === undefined ? undefined : parseAccountFact(last);
    if (fact?.type !== 'PeriodClosed') throw new Error(`Stream ${stream} was never closed`);
    return { previous: fact.data.period, carried: fact.data.carried };
  }

  /** The newest month at or before `from` that has a stream. */
  async #newestStored(payee: PayeeId, since: Month, from: Month): Promise<Month | undefined> {
    for (let month = from; month >= since; month = addMonths(month, -1)) {
      const { exists } = await readPageOf(this.#store, accountStream(payee, month), { max: 1 });
      if (exists) return month;
    }
    return undefined;
  }
}
