import type { PayerId } from '../identifiers.ts';
import { amountFromFact, plus, zero } from '../money.ts';
import { VersionedMap } from '../versioned-map.ts';
import type { Carried } from './carried.ts';
import { afterPayout, payoutOf } from './evolve-payouts.ts';
import type { AccountFact, FactData } from './facts.ts';
import { type Account, earningKey, newAccount } from './state.ts';
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

const opened = (data: FactData<'PeriodOpened'>): Account => {
  const carried: Carried = data.carried;
  return {
    ...newAccount,
    period: data.period,
    previous: data.previous,
    holds: VersionedMap.of(
      carried.holds.map((hold) => [
        hold.holdId,
        {
          holdId: hold.holdId,
          payerId: hold.payerId,
          amount: amountFromFact(hold.amount),
          maturesOn: hold.maturesOn,
          releasedAt: hold.releasedAt,
        },
      ]),
    ),
    payouts: VersionedMap.of(carried.payouts.map((payout) => [payout.payoutId, payoutOf(payout)])),
    adjustments: VersionedMap.of(
      carried.adjustments.map(({ posted, ...adjustment }) => [
        adjustment.adjustmentId,
        { ...adjustment, state: posted === true ? ('posted' as const) : ('proposed' as const) },
      ]),
    ),
    tax: new Map(
      Object.entries(carried.tax).map(([payer, months]) => [
        payer as PayerId,
        new Map(
          months.map(({ month, gross, withheld }) => [
            month,
            { gross: amountFromFact(gross), withheld: amountFromFact(withheld) },
          ]),
        ),
      ]),
    ),
    earnings: VersionedMap.of(),
    reversed: VersionedMap.of(),
    reversals: VersionedMap.of(),
    withdrawals: VersionedMap.of(),
  };
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
    reversals: account.reversals.with(data.reversalId, { earning, amount }),
  };
};
