import type { PayerFact } from '../payer/facts.ts';
import { accountsOfPayer } from './chart.ts';
import { type Entry, move } from './entry.ts';

/** The entries a fact about a payer makes: the money it put at the provider. */
export const entriesOfPayer = ({ type, data }: PayerFact): readonly Entry[] => {
  if (type !== 'FundingReceived') return [];
  const { cash, receivable } = accountsOfPayer(data.payerId);
  return [move('funding received', cash, receivable, data.amount)];
};
