import { amountText } from '../money.ts';
import { ok } from '../result.ts';
import { addDays, type Day, dayOf, type Instant } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { Carried, CarriedAdjustment, CarriedHold, CarriedPayout } from './carried.ts';
import { carriedPayout } from './carried-payouts.ts';
import { carriedSums } from './carried-sums.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decider.ts';
import type { Payout } from './payout.ts';
import type { Account } from './state.ts';

/** How long what has ended stays with the account, so that late news and retries still find it, days. */
const lateNewsDays = 100;

/**
 * How much of a closing what has ended may take, bytes of JSON. A fact that the store does not take
 * would close the account for ever: where there is too much, the oldest of it is forgotten earlier.
 */
const endedBytesMax = { holds: 100_000, payouts: 500_000, adjustments: 100_000 } as const;

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
    holds: thatFit(holdsOf(account, today), endedBytesMax.holds),
    payouts: thatFit(payoutsOf(account, today), endedBytesMax.payouts),
    adjustments: thatFit(adjustmentsOf(account, today), endedBytesMax.adjustments),
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

type Handed<Item> = { readonly item: Item; readonly isOver: boolean };

const holdsOf = (account: Account, today: Day): readonly Handed<CarriedHold>[] =>
  [...account.holds.values()]
    .filter(({ releasedAt }) => releasedAt === undefined || isRecent(releasedAt, today))
    .map(({ amount, reason, earningId, maturesOn, releasedAt, ...hold }) => ({
      isOver: releasedAt !== undefined,
      item: {
        ...hold,
        amount: amountText(amount),
        ...(reason === undefined ? {} : { reason }),
        ...(earningId === undefined ? {} : { earningId }),
        ...(maturesOn === undefined ? {} : { maturesOn }),
        ...(releasedAt === undefined ? {} : { releasedAt }),
      },
    }));

const payoutsOf = (account: Account, today: Day): readonly Handed<CarriedPayout>[] =>
  [...account.payouts.values()]
    .map((payout) => ({ payout, isOver: isOver(payout) }))
    .filter(({ payout, isOver: ended }) => !ended || isRecent(lastMoved(payout), today))
    .map(({ payout, isOver: ended }) => ({ isOver: ended, item: carriedPayout(payout) }));

const adjustmentsOf = (account: Account, today: Day): readonly Handed<CarriedAdjustment>[] =>
  [...account.adjustments.values()]
    .filter(({ state, at }) => state === 'proposed' || isRecent(at, today))
    .map(({ adjustmentId, payerId, amount, reason, by, at, state }) => ({
      isOver: state === 'posted',
      item: {
        adjustmentId,
        payerId,
        amount,
        reason,
        by,
        at,
        ...(state === 'posted' ? { posted: true as const } : {}),
      },
    }));

/** All that is open, and of what has ended the newest that there is room for; in the order they came. */
const thatFit = <Item>(handed: readonly Handed<Item>[], bytesMax: number): readonly Item[] => {
  let left = bytesMax;
  return handed
    .toReversed()
    .filter(({ item, isOver: ended }) => {
      if (ended) left -= bytesOf(item);
      return !ended || left >= 0;
    })
    .map(({ item }) => item)
    .reverse();
};

/** Three bytes a character is the most UTF-8 needs for what JSON holds. */
const bytesOf = (item: unknown): number => JSON.stringify(item).replaceAll(/[^ -~]/g, '...').length;

const isRecent = (at: Instant, today: Day): boolean => addDays(dayOf(at), lateNewsDays) >= today;

/** A return, or a success reported after a refusal, must still find its payout for a while after this. */
const lastMoved = ({ paidAt, submittedAt, requestedAt }: Payout): Instant =>
  paidAt ?? submittedAt ?? requestedAt;

const isOver = ({ state }: Payout): boolean => {
  switch (state) {
    case 'requested':
    case 'submitted':
    case 'accepted':
    case 'in-doubt':
    case 'returned':
      return false;
    case 'paid':
    case 'rejected':
    case 'cancelled':
    case 'reissued':
      return true;
    default:
      return unreachable(state);
  }
};
