import { z } from 'zod';
import { amountFromFact, type Fen, zero } from '../../domain/money.ts';
import type { Clients } from './clients.ts';

const trialBalance = z.object({
  accounts: z.array(z.object({ account: z.string(), balance: z.string() })),
  debit: z.string(),
  credit: z.string(),
});

/** The trial balance, and in how many accounts it differs from the journal's sums. */
export const checkTrialBalance = async (clients: Clients, balances: ReadonlyMap<string, Fen>) => {
  const { accounts, debit, credit } = trialBalance.parse(
    await clients.must('finance', undefined, 'GET', '/v1/trial-balance'),
  );
  const differing = accounts.filter(
    ({ account, balance }) => amountFromFact(balance) !== (balances.get(account) ?? zero),
  );
  return {
    debit,
    credit,
    differences: differing.length + Math.abs(accounts.length - balances.size),
  };
};
