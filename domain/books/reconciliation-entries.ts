import type { PayerId } from '../identifiers.ts';
import type { BreakAccount, ReconciliationFact } from '../reconciliation/facts.ts';
import { accountsOfPayer, providerFees } from './chart.ts';
import { type Entry, move } from './entry.ts';

/** The entries of a reconciliation: a break put aside, cleared or adjusted, exactly as its fact says. */
export const entriesOfReconciliation = ({ type, data }: ReconciliationFact): readonly Entry[] => {
  if (type !== 'BreakResolved' || data.entry === undefined) return [];
  const { debit, credit, payerId, amount } = data.entry;
  const what = `break: ${data.action}`;
  return [move(what, accountNamed(debit, payerId), accountNamed(credit, payerId), amount)];
};

const accountNamed = (name: BreakAccount, payerId: PayerId): string =>
  name === 'provider-fees' ? providerFees : accountsOfPayer(payerId)[name];
