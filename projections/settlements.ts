import { amountFromFact, amountText } from '../domain/money.ts';
import type { SettledPayout } from '../domain/reconciliation/sides.ts';
import { type Day, dayOf } from '../domain/time.ts';
import { changing, nothing, type Projection } from './projection.ts';

/** A payout that the provider has paid, and perhaps sent back: what its bills are held against. */
export type SettlementRow = SettledPayout;

/**
 * Paid payouts by the day the money moved, in the order of their request numbers. Rows are small: a
 * day may have a million of them.
 */
export const settlements: Projection<SettlementRow> = {
  name: 'settlements',
  version: 1,
  changes: (recorded) => {
    if (recorded.about !== 'account') return nothing;
    const { payee: account, fact } = recorded;
    if (fact.type === 'PayoutPaid') {
      const { payoutId, payerId, net, providerFee, paidAt } = fact.data;
      const money = { net: amountFromFact(net), fee: amountFromFact(providerFee) };
      // Nothing was ever sent of it, so no bill has it.
      if (money.net === 0n) return nothing;
      return changing<SettlementRow>(payoutId, () => ({
        payoutId,
        account,
        payerId,
        ...money,
        paidAt,
      }));
    }
    if (fact.type !== 'PayoutReturned') return nothing;
    const { payoutId, net, returnedAt } = fact.data;
    if (amountFromFact(net) === 0n) return nothing;
    return changing<SettlementRow>(payoutId, (row) => {
      if (row === undefined) throw new Error(`Payout ${payoutId} came back and was never paid`);
      return { ...row, returnedAt };
    });
  },
  write: ({ payoutId, account, payerId, net, fee, paidAt, returnedAt }) =>
    JSON.stringify([
      payoutId,
      account,
      payerId,
      amountText(net),
      amountText(fee),
      paidAt,
      ...(returnedAt === undefined ? [] : [returnedAt]),
    ]),
  read: (json) => {
    const [payoutId, account, payerId, net, fee, paidAt, returnedAt] = JSON.parse(json);
    const money = { net: amountFromFact(net), fee: amountFromFact(fee) };
    const row = { payoutId, account, payerId, ...money, paidAt };
    return returnedAt === undefined ? row : { ...row, returnedAt };
  },
  places: ({ payoutId, paidAt, returnedAt }) => [
    { group: settledGroup('payments', dayOf(paidAt)), sort: payoutId },
    ...(returnedAt === undefined
      ? []
      : [{ group: settledGroup('returns', dayOf(returnedAt)), sort: payoutId }]),
  ],
};

export const settledGroup = (paper: 'payments' | 'returns', day: Day): string => `${paper} ${day}`;
