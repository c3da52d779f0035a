import { amountFromFact, amountText } from '../domain/money.ts';
import { changing, nothing, type Projection } from './projection.ts';
import type { WithdrawalRow } from './rows.ts';

/** Where each withdrawal is to be found, by account and by the id its doctor chose. */
export const withdrawals: Projection<WithdrawalRow> = {
  name: 'withdrawals',
  version: 1,
  changes: (recorded) => {
    if (recorded.about !== 'account' || recorded.fact.type !== 'WithdrawalRequested')
      return nothing;
    const { payee: account, period, fact } = recorded;
    const { withdrawalId, amount, at, payouts } = fact.data;
    const payoutIds = payouts.map(({ payoutId }) => payoutId);
    const row = { account, withdrawalId, period, amount: amountFromFact(amount), at, payoutIds };
    return changing<WithdrawalRow>(withdrawalKey(account, withdrawalId), () => row);
  },
  write: (row) => JSON.stringify({ ...row, amount: amountText(row.amount) }),
  read: (json) => {
    const row = JSON.parse(json);
    return { ...row, amount: amountFromFact(row.amount) };
  },
  places: ({ account, withdrawalId, at }) => [
    { group: `account ${account}`, sort: at },
    { group: `id ${withdrawalId}`, sort: at },
  ],
};

export const withdrawalKey = (account: string, withdrawalId: string): string =>
  `${account} ${withdrawalId}`;
