import { carriedSums, sumsOf } from '../domain/account/carried-sums.ts';
import { applyToSums } from '../domain/account/sums.ts';
import { dayFromFact } from '../domain/time.ts';
import { changing, nothing, type Projection } from './projection.ts';
import type { BalanceRow } from './rows.ts';

/** Before every day: keeps all that matures, whatever today is. */
const beforeAllDays = dayFromFact('0000-01-01');

/** What one account holds, per payer: the decider's own sums. */
export const balances: Projection<BalanceRow> = {
  name: 'balances',
  version: 1,
  changes: (recorded) => {
    if (recorded.about !== 'account') return nothing;
    const { payee, period, fact } = recorded;
    return changing(payee, (row) => ({
      payee,
      period,
      sums: applyToSums(row?.sums ?? new Map(), fact),
    }));
  },
  write: ({ payee, period, sums }) =>
    JSON.stringify({ payee, period, payers: carriedSums(sums, beforeAllDays) }),
  read: (json) => {
    const { payee, period, payers } = JSON.parse(json);
    return { payee, period, sums: sumsOf({ payers }) };
  },
};
