import { amountText } from '../money.ts';
import { ok } from '../result.ts';
import { addDays, type Day, dayOf, type Instant } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { Carried } from './carried.ts';
import { carriedPayout } from './carried-payouts.ts';
import { carriedSums } from './carried-sums.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decide.ts';
import type { Payout } from './payout.ts';
import type { Account } from './state.ts';

/** How long what has ended stays with the account, so that late news and retries still find it, days. */
const lateNewsDays = 100;

/** The last fact of a month. Closing is the commit point: the opening of the next follows from it alone. */
export const closePeriod = (
  { payee, next, now }: AskedFor<'ClosePeriod'>,
  account: Account,
): AccountDecision => {
  if (account.period === undefined || account.closedFor !== undefined || next <= account.period)
    return ok([]);
  return ok([
    {
      type: 'PeriodClosed',
      data: { payee, period: account.period, next, carried: carriedFrom(account, now), at: now },
    },
  ]);
};

const carriedFrom = (account: Account, now: Instant): Carried => {
  const today = dayOf(now);
  return {
    payers: carriedSums(account.sums, today),
    holds: [...account.holds.values()]
      .filter(({ releasedAt }) => releasedAt === undefined || isRecent(releasedAt, today))
      .map(({ amount, reason, earningId, maturesOn, releasedAt, ...hold }) => ({
        ...hold,
        amount: amountText(amount),
        ...(reason === undefined ? {} : { reason }),
        ...(earningId === undefined ? {} : { earningId }),
        ...(maturesOn === undefined ? {} : { maturesOn }),
        ...(releasedAt === undefined ? {} : { releasedAt }),
      })),
    payouts: [...account.payouts.values()]
      .filter((payout) => mayStillMove(payout, today))
      .map(carriedPayout),
    adjustments: [...account.adjustments.values()]
      .filter(({ state, at }) => state === 'proposed' || isRecent(at, today))
      .map(({ adjustmentId, payerId, amount, reason, by, at, state }) => ({
        adjustmentId,
        payerId,
        amount,
        reason,
        by,
        at,
        ...(state === 'posted' ? { posted: true as const } : {}),
      })),
    tax: Object.fromEntries(
      [...account.tax]
        .filter(([, history]) => history.size > 0)
        .map(([payer, history]) => [
          payer,
          [...history].map(([month, { gross, withheld }]) => ({
            month,
            gross: amountText(gross),
            withheld: amountText(withheld),
          })),
        ]),
    ),
  };
};

const isRecent = (at: Instant, today: Day): boolean => addDays(dayOf(at), lateNewsDays) >= today;

const mayStillMove = (payout: Payout, today: Day): boolean => {
  switch (payout.state) {
    case 'requested':
    case 'submitted':
    case 'accepted':
    case 'in-doubt':
    case 'returned':
      return true;
    case 'paid':
    case 'rejected':
    case 'cancelled':
    case 'reissued':
      // A return, or a success reported after a refusal, must still find its payout.
      return isRecent(payout.paidAt ?? payout.submittedAt ?? payout.requestedAt, today);
    default:
      return unreachable(payout.state);
  }
};
