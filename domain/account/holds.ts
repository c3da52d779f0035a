import { amountText, larger, zero } from '../money.ts';
import { ok, refuse } from '../result.ts';
import { type Day, dayOf } from '../time.ts';
import { availableOn } from './available.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decider.ts';
import { noSums } from './payer-sums.ts';
import { type Account, earningKey, type Hold } from './state.ts';

/**
 * Sets an amount of one payer aside while a complaint or refund is open. Refused above what is
 * free today, or, where the earning named still matures, above what matures with it.
 */
export const placeHold = (command: AskedFor<'PlaceHold'>, account: Account): AccountDecision => {
  if (command.amount <= 0n) return refuse({ code: 'amount-not-positive' });

  const known = account.holds.get(command.holdId);
  if (known !== undefined) {
    return saysTheSame(known, command)
      ? ok([])
      : refuse({ code: 'hold-differs', holdId: command.holdId });
  }

  const today = dayOf(command.now);
  const sums = account.sums.get(command.payerId) ?? noSums;
  const maturesOn = maturesLater(command, account, today);
  // What is held of an earning that still matures comes out of that day's money, not out of what is free today.
  const free =
    maturesOn === undefined
      ? availableOn(sums, today)
      : larger(sums.maturing.get(maturesOn) ?? zero, zero);
  if (command.amount > free) {
    return refuse({ code: 'balance-too-low', available: free, asked: command.amount });
  }
  return ok([
    {
      type: 'HoldPlaced',
      data: {
        holdId: command.holdId,
        payerId: command.payerId,
        amount: amountText(command.amount),
        reason: command.reason,
        ...(command.earningId === undefined ? {} : { earningId: command.earningId }),
        ...(maturesOn === undefined ? {} : { maturesOn }),
        at: command.now,
      },
    },
  ]);
};

const saysTheSame = (known: Hold, told: AskedFor<'PlaceHold'>): boolean =>
  known.amount === told.amount &&
  known.payerId === told.payerId &&
  (known.reason === undefined ||
    (known.reason === told.reason && known.earningId === told.earningId));

const maturesLater = (
  { earningId, performedBy, payerId, earlier }: AskedFor<'PlaceHold'>,
  account: Account,
  today: Day,
): Day | undefined => {
  if (earningId === undefined) return undefined;
  const earning = account.earnings.get(earningKey(earningId, performedBy)) ?? earlier;
  return earning?.payerId === payerId && earning.availableOn > today
    ? earning.availableOn
    : undefined;
};

/** Gives the whole amount back, to mature as it would have; released again changes nothing. */
export const releaseHold = (
  command: AskedFor<'ReleaseHold'>,
  account: Account,
): AccountDecision => {
  const hold = account.holds.get(command.holdId);
  if (hold === undefined) return refuse({ code: 'hold-unknown', holdId: command.holdId });
  if (hold.releasedAt !== undefined) return ok([]);
  return ok([
    {
      type: 'HoldReleased',
      data: {
        holdId: hold.holdId,
        payerId: hold.payerId,
        amount: amountText(hold.amount),
        ...(hold.maturesOn === undefined ? {} : { maturesOn: hold.maturesOn }),
        at: command.now,
      },
    },
  ]);
};
