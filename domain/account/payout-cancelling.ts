import { amountText, zero } from '../money.ts';
import { ok, refuse } from '../result.ts';
import { addDays, addMonths, dayOf, firstDayOf, type Instant, monthOf } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decider.ts';
import type { FactData } from './facts.ts';
import { moneyOf, type Payout } from './payout.ts';
import { isReplaced } from './reissues.ts';
import type { Account } from './state.ts';

/** Withheld tax of a month is declared by the 15th of the next; after that it cannot simply be taken back. */
const declarationDay = 15;

/** Gives the money back to the payee's free balance: before it was ever sent, or after the bank sent it back. */
export const cancelPayout = (
  command: AskedFor<'CancelPayout'>,
  payout: Payout,
  account: Account,
): AccountDecision => {
  const { payoutId, reason, by, now } = command;
  const data = { payoutId, payerId: payout.payerId, reason, by, at: now };
  switch (payout.state) {
    case 'cancelled':
      return ok([]);
    case 'requested':
      return ok([
        { type: 'PayoutCancelled', data: { ...data, ...unsent(command, payout, account) } },
      ]);
    case 'returned': {
      const replaced = isReplaced(account, payout);
      if (!replaced && isDeclared(payout, now))
        return refuse({ code: 'month-declared', month: monthOf(payout.requestedAt) });
      const back = replaced ? untaxed(payout, 'returned') : undone(payout, 'returned');
      return ok([{ type: 'PayoutCancelled', data: { ...data, ...back, to: 'payable' } }]);
    }
    case 'submitted':
    case 'accepted':
    case 'in-doubt':
    case 'paid':
    case 'rejected':
    case 'reissued':
      return refuse({ code: 'payout-state', payoutId, state: payout.state });
    default:
      return unreachable(payout.state);
  }
};

type Cancelled = Pick<FactData<'PayoutCancelled'>, 'from' | 'to' | 'gross' | 'tax' | 'net'>;
type From = Cancelled['from'];

/** What was never sent goes back whole; of a reissued payout whose tax is declared, the net waits as returned. */
const unsent = ({ now }: AskedFor<'CancelPayout'>, payout: Payout, account: Account): Cancelled => {
  if (payout.reissueOf === undefined || isReplaced(account, payout))
    return { ...untaxed(payout, 'in-flight'), to: 'payable' };
  return isDeclared(payout, now)
    ? { ...untaxed(payout, 'in-flight'), to: 'returned' }
    : { ...undone(payout, 'in-flight'), to: 'payable' };
};

/** The payment and its withholding are taken back together. */
const undone = ({ gross, tax, net }: Payout, from: From): Omit<Cancelled, 'to'> => ({
  from,
  gross: amountText(gross),
  tax: amountText(tax),
  net: amountText(net),
});

/** What is reserved goes back as it is; no tax was withheld with it, or another payout carries that. */
const untaxed = (payout: Payout, from: From): Omit<Cancelled, 'to'> => {
  const { gross } = moneyOf(payout);
  return { from, gross, tax: amountText(zero), net: gross };
};

const isDeclared = (payout: Payout, now: Instant): boolean => {
  const nextMonth = firstDayOf(addMonths(monthOf(payout.requestedAt), 1));
  return payout.tax > 0n && dayOf(now) > addDays(nextMonth, declarationDay - 1);
};
