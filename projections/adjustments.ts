import { amountFromFact, amountText } from '../domain/money.ts';
import { changing, nothing, type Projection } from './projection.ts';
import type { AdjustmentRow } from './rows.ts';

/** Adjustments by id: proposed by one person of finance, posted by another. */
export const adjustments: Projection<AdjustmentRow> = {
  name: 'adjustments',
  version: 1,
  changes: (recorded) => {
    if (recorded.about !== 'account') return nothing;
    const { payee: account, fact } = recorded;
    if (fact.type !== 'AdjustmentProposed' && fact.type !== 'AdjustmentPosted') return nothing;
    const { adjustmentId, payerId, amount, reason, by, at } = fact.data;
    const row = { adjustmentId, account, payerId, amount: amountFromFact(amount), reason, by, at };
    const posted = fact.type === 'AdjustmentPosted' ? { approvedBy: fact.data.approvedBy } : {};
    return changing<AdjustmentRow>(adjustmentId, () => ({ ...row, ...posted }));
  },
  write: (row) => JSON.stringify({ ...row, amount: amountText(row.amount) }),
  read: (json) => {
    const row = JSON.parse(json);
    return { ...row, amount: amountFromFact(row.amount) };
  },
  places: ({ approvedBy, at }) => [
    { group: approvedBy === undefined ? 'pending' : 'posted', sort: at },
  ],
};
