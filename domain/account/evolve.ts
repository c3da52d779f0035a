import { amountFromFact, plus, zero } from '../money.ts';
import { afterPayout } from './evolve-payouts.ts';
import type { AccountFact, FactData } from './facts.ts';
import { opened } from './opening.ts';
import { type Account, earningKey } from './state.ts';
import { applyToSums } from './sums.ts';

/** What an account looks like after a fact. Never refuses: it already happened. */
export const evolve = (account: Account, fact: AccountFact): Account => ({
  ...afterFact(account, fact),
  sums: applyToSums(account.sums, fact),
});

const afterFact = (account: Account, fact: AccountFact): Account => {
  switch (fact.type) {
    case 'PeriodOpened':
      return opened(fact.data);
    case 'PeriodClosed':
      return { ...account, closedFor: fact.data.next };
    case 'EarningRecorded':
      return {
        ...account,
        earnings: account.earnings.with(
          earningKey(fact.data.earningId, fact.data.performedBy),
          fact.data,
        ),
      };
    case 'EarningReversed':
      return reversed(account, fact.data);
    case 'HoldPlaced':
      return {
        ...account,
        holds: account.holds.with(fact.data.holdId, {
          holdId: fact.data.holdId,
          payerId: fact.data.payerId,
          amount: amountFromFact(fact.data.amount),
          reason: fact.data.reason,
          earningId: fact.data.earningId,
          maturesOn: fact.data.maturesOn,
          releasedAt: undefined,
        }),
      };
    case 'HoldReleased': {
      const hold = account.holds.get(fact.data.holdId);
      return hold === undefined
        ? account
        : {
            ...account,
            holds: account.holds.with(fact.data.holdId, { ...hold, releasedAt: fact.data.at }),
          };
    }
    case 'AdjustmentProposed':
      return {
        ...account,
        adjustments: account.adjustments.with(fact.data.adjustmentId, {
          ...fact.data,
          state: 'proposed',
        }),
      };
    case 'AdjustmentPosted':
      return {
        ...account,
        adjustments: account.adjustments.with(fact.data.adjustmentId, {
          ...fact.data,
          state: 'posted',
        }),
      };
    default:
      return afterPayout(account, fact);
  }
};

const reversed = (account: Account, data: FactData<'EarningReversed'>): Account => {
  const earning = earningKey(data.earningId, data.performedBy);
  const before = account.reversed.get(earning) ?? { amount: zero, fee: zero };
  const amount = amountFromFact(data.amount);
  return {
    ...account,
    reversed: account.reversed.with(earning, {
      amount: plus(before.amount, amount),
      fee: plus(before.fee, amountFromFact(data.fee)),
    }),
    reversals: account.reversals.with(data.reversalId, { earning, amount, reason: data.reason }),
  };
};
