import type { AccountFact } from '../../../domain/account/facts.ts';
import { entriesOf, type RecordedFact } from '../../../domain/ledger-fact.ts';
import { type Broken, type Watcher, yuan } from './checking.ts';
import type { ShadowAccount } from './shadow-account.ts';
import type { ShadowBooks } from './shadow-books.ts';

/**
 * Debits equal credits at every position, and every balance of the books is explained by what the
 * facts say: nobody overdrawn but by taking back, every reserve belonging to an open payout.
 */
export const watchBooks = (
  shadow: ShadowBooks,
  broken: Broken,
): Watcher & { readonly balances: ReadonlyMap<string, bigint> } => {
  const balances = new Map<string, bigint>();
  const post = (fact: RecordedFact): void => {
    let sum = 0n;
    for (const { legs } of entriesOf(fact)) {
      for (const { account, side, amount } of legs) {
        const signed = side === 'debit' ? amount : -amount;
        balances.set(account, (balances.get(account) ?? 0n) + signed);
        sum += signed;
      }
    }
    if (sum !== 0n)
      broken('debits equal credits', `${fact.fact.type} is ${sum} fen out of balance`);
  };
  return {
    balances,
    see: (fact) => {
      post(fact);
      if (fact.about === 'payer' && fact.fact.type === 'FundingReceived')
        shadow.fund(fact.fact.data.payerId, yuan(fact.fact.data.amount));
      if (fact.about !== 'account') return;
      for (const account of shadow.take(fact.payee, fact.fact)) {
        compare(fact.fact, account, balances, broken);
        if (takesMoney.has(fact.fact.type)) coverage(fact, account, broken);
      }
    },
  };
};

const takesMoney = new Set<AccountFact['type']>([
  'WithdrawalRequested',
  'StatementPayoutRequested',
  'HoldPlaced',
]);

const compare = (
  { type }: AccountFact,
  account: ShadowAccount,
  balances: ReadonlyMap<string, bigint>,
  broken: Broken,
): void => {
  const expected = {
    payable: account.payable(),
    held: account.held(),
    'in-flight': account.in('requested', 'submitted', 'accepted'),
    'in-doubt': account.in('in-doubt'),
    returned: account.returned(),
  };
  const { payee, payer } = account;
  for (const [name, amount] of Object.entries(expected)) {
    const booked = -(balances.get(`${name}:${payee}:${payer}`) ?? 0n);
    if (booked === amount) continue;
    const both = `${booked} fen in the books, ${amount} by the facts`;
    broken(`${name} is explained by the facts`, `${type}: ${payee} at ${payer} has ${both}`);
  }
};

/** Whoever takes money out may only take what is there and has matured. */
const coverage = (
  fact: Extract<RecordedFact, { about: 'account' }>,
  account: ShadowAccount,
  broken: Broken,
): void => {
  // An account that has entered a month is in it, even where a clock was set back since.
  const [today = ''] = [fact.recordedAt.slice(0, 10), `${fact.period}-01`].sort().reverse();
  const left = account.payable() - account.unripe(today);
  const isFromUnripe = fact.fact.type === 'HoldPlaced' && fact.fact.data.maturesOn !== undefined;
  if (left < 0n && !isFromUnripe)
    broken('nobody is overdrawn', `${fact.fact.type} leaves ${fact.payee} at ${left} fen`);
};
