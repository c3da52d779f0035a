import { LRUCache } from 'lru-cache';
import { evolve } from '../../domain/account/evolve.ts';
import type { AccountFact } from '../../domain/account/facts.ts';
import { type Account, newAccount } from '../../domain/account/state.ts';
import type { PayeeId, PayoutId } from '../../domain/identifiers.ts';
import { amountFromFact } from '../../domain/money.ts';
import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import type { TaxHistory } from '../../domain/tax/tax-history.ts';
import { hasTaxRule, withhold } from '../../domain/tax/withholding.ts';
import type { Working } from '../../domain/tax/working.ts';
import { addMonths, type Instant, type Month, monthOf } from '../../domain/time.ts';
import { PaidEarnings } from '../../projections/paid-earnings.ts';
import { monthFacts } from './month-facts.ts';

/** An account with more facts is not looked through for one answer. */
const factsMax = 100_000;
/** Earnings and payouts remembered of all accounts together. */
const rememberedMax = 200_000;

/** What one account's facts from the first on say: which earnings each payout pays, and how it was taxed. */
export type AccountHistory = {
  readonly paid: PaidEarnings;
  /** How a payout's withholding was worked out when it was asked for; none where it pays again. */
  readonly working: (payout: PayoutId) => Working | undefined;
  /** The last fact read. */
  readonly position: Position | undefined;
};

export type HistoryOf = { readonly payee: PayeeId; readonly since: Month };
type Streams = Pick<EventStore, 'readStream'>;

/**
 * Reads an account through once and goes on from there the next time. Undefined for an account too
 * long to be read for an answer.
 */
export class AccountHistories {
  readonly #store: Streams;
  readonly #kept = new LRUCache<PayeeId, Reading>({
    maxSize: rememberedMax,
    sizeCalculation: ({ size }) => size,
  });

  constructor(store: Streams) {
    this.#store = store;
  }

  async of({ payee, since }: HistoryOf, now: Instant): Promise<AccountHistory | undefined> {
    const reading = this.#kept.get(payee) ?? new Reading(this.#store, payee, since);
    await reading.readOn(addMonths(monthOf(now), 1));
    // Weighed anew: it has grown.
    this.#kept.set(payee, reading);
    return reading.isTooLong ? undefined : reading;
  }
}

class Reading implements AccountHistory {
  readonly paid = new PaidEarnings();
  readonly #store: Streams;
  readonly #payee: PayeeId;
  readonly #workings = new Map<PayoutId, Working>();
  /** Only what withholding rests on: earnings and holds are left out. */
  #account: Account = newAccount;
  #month: Month;
  #next = 0;
  #facts = 0;
  #position: Position | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(store: Streams, payee: PayeeId, since: Month) {
    this.#store = store;
    this.#payee = payee;
    this.#month = since;
  }

  get size(): number {
    return 1 + this.paid.size + this.#workings.size;
  }

  get isTooLong(): boolean {
    return this.#facts > factsMax;
  }

  get position(): Position | undefined {
    return this.#position;
  }

  readonly working = (payout: PayoutId): Working | undefined => this.#workings.get(payout);

  /** One after another, so that no fact is taken twice. */
  readOn(until: Month): Promise<void> {
    const reading = this.#reading.then(() => this.#readOn(until));
    this.#reading = reading.catch(() => {});
    return reading;
  }

  async #readOn(until: Month): Promise<void> {
    const months: Month[] = [];
    for (let month = this.#month; month <= until; month = addMonths(month, 1)) months.push(month);
    for (const month of months) {
      const start = month === this.#month ? this.#next : 0;
      for await (const { fact, revision, position } of monthFacts(
        this.#store,
        this.#payee,
        month,
        start,
      )) {
        if (this.isTooLong) return;
        this.#take(fact);
        [this.#month, this.#next, this.#position] = [month, revision + 1, position];
        this.#facts += 1;
      }
    }
  }

  #take(fact: AccountFact): void {
    this.paid.apply(fact);
    switch (fact.type) {
      case 'EarningRecorded':
      case 'EarningReversed':
      case 'HoldPlaced':
      case 'HoldReleased':
        return;
      case 'WithdrawalRequested':
        for (const { payoutId, payerId, gross, taxMethod } of fact.data.payouts) {
          const history: TaxHistory = this.#account.tax.get(payerId) ?? new Map();
          const month = monthOf(fact.data.at);
          if (!hasTaxRule(taxMethod, month)) continue;
          const { working } = withhold(taxMethod, history, month, amountFromFact(gross));
          this.#workings.set(payoutId, working);
        }
        break;
      default:
        break;
    }
    this.#account = evolve(this.#account, fact);
  }
}
