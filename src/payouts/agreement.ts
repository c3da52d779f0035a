import { carriedSums } from '../../domain/account/carried-sums.ts';
import { accountDecider } from '../../domain/account/decider.ts';
import type { AccountFact } from '../../domain/account/facts.ts';
import type { Account } from '../../domain/account/state.ts';
import { entriesOfAccount } from '../../domain/books/account-entries.ts';
import { accountsOf } from '../../domain/books/chart.ts';
import type { PayeeId } from '../../domain/identifiers.ts';
import { accountStream } from '../../domain/ledger-fact.ts';
import { amountFromFact, type Fen, minus, plus, zero } from '../../domain/money.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { Day } from '../../domain/time.ts';
import { parseAccountFact } from '../facts/codec.ts';

const readPage = 5_000;

/** An account as decisions are taken on it, and the revision of the last fact it was folded from. */
export type Live = { readonly account: Account; readonly revision: number };

/**
 * Two computations of one account that share no path: the state that decisions were taken on, and
 * the books' entries added up from the stream as it lies on disk, up to the same fact: the account
 * goes on meanwhile. Where they differ something is broken, and no money may move. Returns what
 * differs, undefined when they agree.
 */
export const disagreement = async (
  store: EventStore,
  payee: PayeeId,
  { account: live, revision }: Live,
  today: Day,
): Promise<string | undefined> => {
  if (live.period === undefined) return 'the account has no open month';
  const books = new Map<string, Fen>();
  let folded = accountDecider.initialState;
  let count = 0;
  for await (const fact of factsUpTo(store, accountStream(payee, live.period), revision)) {
    count += 1;
    folded = accountDecider.evolve(folded, fact);
    if (fact.type === 'PeriodOpened') openBooks(books, payee, fact.data.carried.payers);
    for (const { legs } of entriesOfAccount(payee, fact)) {
      for (const { account, side, amount } of legs) {
        const before = books.get(account) ?? zero;
        books.set(account, side === 'credit' ? plus(before, amount) : minus(before, amount));
      }
    }
  }
  if (count !== revision + 1) return 'live state and length of the stream';
  const ofState = JSON.stringify(carriedSums(live.sums, today));
  if (ofState !== JSON.stringify(carriedSums(folded.sums, today))) return 'live state and stream';
  return differsFromBooks(books, payee, live);
};

async function* factsUpTo(
  store: EventStore,
  stream: string,
  revision: number,
): AsyncIterable<AccountFact> {
  for (let from = 0; from <= revision; ) {
    const max = Math.min(readPage, revision - from + 1);
    const { facts } = await store.readStream(stream, { from, max });
    if (facts.length === 0) return;
    for (const stored of facts) yield parseAccountFact(stored);
    from += facts.length;
  }
}

const reserves = ['payable', 'held', 'inFlight', 'inDoubt', 'returned'] as const;

type Opening = {
  readonly [payer: string]: { readonly [field in (typeof reserves)[number]]: string };
};

const openBooks = (books: Map<string, Fen>, payee: PayeeId, opening: Opening): void => {
  for (const [payer, sums] of Object.entries(opening)) {
    const accounts = accountsOf(payee, payer as Parameters<typeof accountsOf>[1]);
    for (const field of reserves) books.set(accounts[field], amountFromFact(sums[field]));
  }
};

const differsFromBooks = (
  books: ReadonlyMap<string, Fen>,
  payee: PayeeId,
  live: Account,
): string | undefined => {
  for (const [payer, sums] of live.sums) {
    const accounts = accountsOf(payee, payer);
    for (const field of reserves) {
      if ((books.get(accounts[field]) ?? zero) !== sums[field])
        return `live state and books of ${accounts[field]}`;
    }
  }
  return undefined;
};
