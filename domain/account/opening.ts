import type { PayerId } from '../identifiers.ts';
import { amountFromFact } from '../money.ts';
import { ok } from '../result.ts';
import { VersionedMap } from '../versioned-map.ts';
import type { Carried } from './carried.ts';
import { payoutOf } from './carried-payouts.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decider.ts';
import type { FactData } from './facts.ts';
import { type Account, newAccount } from './state.ts';

/** The first fact of a month: it repeats what the closing handed on, so anyone may write it. */
export const openPeriod = (
  { payee, period, from, now }: AskedFor<'OpenPeriod'>,
  account: Account,
): AccountDecision => {
  if (account.period !== undefined) return ok([]);
  const opened = { payee, period, carried: from?.carried ?? nothingCarried, at: now };
  const data = from === undefined ? opened : { ...opened, previous: from.previous };
  return ok([{ type: 'PeriodOpened', data }]);
};

const nothingCarried: Carried = { payers: {}, holds: [], payouts: [], adjustments: [], tax: {} };

/** The account as the month before handed it on. */
export const opened = (data: FactData<'PeriodOpened'>): Account => {
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
          reason: hold.reason,
          earningId: hold.earningId,
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
