import { amountText } from '../money.ts';
import { ok } from '../result.ts';
import { addDays, type Day, dayOf, type Instant } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { Carried, CarriedPayout } from './carried.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decide.ts';
import type { Account, Payout } from './state.ts';
import { carriedSums } from './sums.ts';

/** How long what has ended stays with the account, so that late news and retries still find it, days. */
const lateNewsDays = 100;

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
      .map(({ amount, maturesOn, releasedAt, ...hold }) => ({
        ...hold,
        amount: amountText(amount),
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

const carriedPayout = (payout: Payout): CarriedPayout => ({
  payoutId: payout.payoutId,
  for: payout.for,
  payerId: payout.payerId,
  gross: amountText(payout.gross),
  tax: amountText(payout.tax),
  net: amountText(payout.net),
  taxMethod: payout.taxMethod,
  cardRef: payout.cardRef,
  state: payout.state,
  requestedAt: payout.requestedAt,
  ...(payout.submittedAt === undefined ? {} : { submittedAt: payout.submittedAt }),
  ...(payout.orderNo === undefined ? {} : { orderNo: payout.orderNo }),
  ...(payout.paidAt === undefined ? {} : { paidAt: payout.paidAt }),
  ...(payout.reissueOf === undefined ? {} : { reissueOf: payout.reissueOf }),
  ...(payout.contradicted === undefined ? {} : { contradicted: payout.contradicted }),
  ...(payout.waiting === undefined ? {} : { waiting: payout.waiting }),
  ...(payout.stopAsked ? { stopAsked: true as const } : {}),
  ...(payout.proposal === undefined ? {} : { proposal: payout.proposal }),
});
