import type { RecordedFact } from '../../../domain/ledger-fact.ts';
import type { Bank } from '../world/bank.ts';
import type { VaultContent } from '../world/vault.ts';
import { watchBooks } from './books.ts';
import type { Broken } from './checking.ts';
import { type EarningsWatch, watchEarnings } from './earnings.ts';
import { ShadowParties } from './parties.ts';
import { type PayoutWatch, watchPayouts } from './payouts.ts';
import { type SaidOnce, watchIds } from './said-once.ts';
import { ShadowBooks } from './shadow-books.ts';
import { watchTax } from './tax.ts';

export type ChecksOptions = {
  readonly bank: Bank;
  readonly vault: VaultContent;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly broken: Broken;
};

/** All that is checked at each fact, and what is known by now for later checks. */
export type Checks = {
  readonly see: (fact: RecordedFact) => void;
  readonly shadow: ShadowBooks;
  readonly parties: ShadowParties;
  readonly payouts: PayoutWatch;
  readonly earnings: EarningsWatch;
  readonly ids: SaidOnce;
  /** Of the books, debit less credit. */
  readonly balances: ReadonlyMap<string, bigint>;
};

export const checksOf = ({ bank, vault, now, broken }: ChecksOptions): Checks => {
  const shadow = new ShadowBooks();
  const parties = new ShadowParties(now);
  const books = watchBooks(shadow, broken);
  const payouts = watchPayouts(shadow, parties, bank, vault, broken);
  const earnings = watchEarnings(parties, broken);
  const ids = watchIds(broken);
  const watchers = [parties, books, payouts, watchTax(shadow, broken), earnings, ids];
  return {
    see: (fact) => {
      for (const watcher of watchers) watcher.see(fact);
    },
    shadow,
    parties,
    payouts,
    earnings,
    ids,
    balances: books.balances,
  };
};
