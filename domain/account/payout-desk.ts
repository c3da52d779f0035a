import { amountText, zero } from '../money.ts';
import { ok, refuse } from '../result.ts';
import { addDays, addMonths, dayOf, firstDayOf, type Instant, monthOf } from '../time.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decide.ts';
import type { FactData } from './facts.ts';
import { moneyOf, recordPaid, recordRejected, reservedIn } from './payout-news.ts';
import { isReplaced } from './reissues.ts';
import type { Account, Payout } from './state.ts';

/** Withheld tax of a month is declared by the 15th of the next; after that it cannot simply be taken back. */
const declarationDay = 15;

/** Pays the net again that the bank had sent back: a new request number, no second tax. */
export const reissuePayout = (
  command: AskedFor<'ReissuePayout'>,
  account: Account,
): AccountDecision => {
  const { payoutId, newPayoutId, cardRef, by, now } = command;
  const payout = account.payouts.get(payoutId);
  if (payout === undefined) return refuse({ code: 'payout-unknown', payoutId });
  const again = account.payouts.get(newPayoutId);
  if (again?.reissueOf === payoutId) return ok([]);
  if (again !== undefined)
    return refuse({ code: 'payout-state', payoutId: newPayoutId, state: again.state });
  if (payout.state !== 'returned')
    return refuse({ code: 'payout-state', payoutId, state: payout.state });
  const net = amountText(payout.net);
  return ok([
    {
      type: 'PayoutReissued',
      data: {
        payoutId,
        payerId: payout.payerId,
        newPayoutId,
        for: payout.for,
        net,
        cardRef,
        by,
        at: now,
      },
    },
  ]);
};

/**
 * Asks for a payout that may be at the provider to be stopped: it is not sent again, the provider is
 * asked to stop it, and only evidence says whether it was.
 */
export const askToStop = (
  { payoutId, reason, by, now }: AskedFor<'AskToStop'>,
  account: Account,
): AccountDecision => {
  const payout = account.payouts.get(payoutId);
  if (payout === undefined) return refuse({ code: 'payout-unknown', payoutId });
  if (payout.state === 'requested' || reservedIn(payout.state) === undefined)
    return refuse({ code: 'payout-state', payoutId, state: payout.state });
  if (payout.stopAsked) return ok([]);
  return ok([{ type: 'PayoutStopAsked', data: { payoutId, reason, by, at: now } }]);
};

/** Gives the money back to the payee's free balance: before it was ever sent, or after the bank sent it back. */
export const cancelPayout = (
  command: AskedFor<'CancelPayout'>,
  account: Account,
): AccountDecision => {
  const { payoutId, reason, by, now } = command;
  const payout = account.payouts.get(payoutId);
  if (payout === undefined) return refuse({ code: 'payout-unknown', payoutId });
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
    default:
      return refuse({ code: 'payout-state', payoutId, state: payout.state });
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

/** Settles a payout in doubt on the word of two different people, when no other evidence comes. */
export const resolvePayout = (
  command: AskedFor<'ResolvePayout'>,
  account: Account,
): AccountDecision => {
  const { payoutId, outcome, note, by, now, payee } = command;
  const payout = account.payouts.get(payoutId);
  if (payout === undefined) return refuse({ code: 'payout-unknown', payoutId });
  if (reservedIn(payout.state) !== 'in-doubt')
    return refuse({ code: 'payout-state', payoutId, state: payout.state });
  if (payout.proposal === undefined) {
    return ok([
      { type: 'PayoutResolutionProposed', data: { payoutId, outcome, note, by, at: now } },
    ]);
  }
  if (payout.proposal.outcome !== outcome)
    return refuse({ code: 'resolution-differs', proposed: payout.proposal.outcome });
  if (payout.proposal.by === by) return refuse({ code: 'needs-second-person', first: by });
  const settled = { payoutId, payee, now, evidence: 'two-people' as const };
  return outcome === 'paid'
    ? recordPaid({ type: 'RecordPaid', ...settled, providerFee: zero, paidAt: now }, account)
    : recordRejected(
        { type: 'RecordRejected', ...settled, reason: 'other', providerCode: 'two-people' },
        account,
      );
};
