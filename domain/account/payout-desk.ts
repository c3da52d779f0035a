import { amountText, zero } from '../money.ts';
import { ok, refuse } from '../result.ts';
import type { AskedFor } from './commands.ts';
import type { AccountDecision } from './decider.ts';
import { recordPaid } from './payment-news.ts';
import { type Payout, reservedIn } from './payout.ts';
import { recordRejected } from './payout-news.ts';
import type { Account } from './state.ts';

/** Pays the net again that the bank had sent back: a new request number, no second tax. */
export const reissuePayout = (
  command: AskedFor<'ReissuePayout'>,
  payout: Payout,
  account: Account,
): AccountDecision => {
  const { payoutId, newPayoutId, cardRef, by, now } = command;
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
  payout: Payout,
): AccountDecision => {
  if (payout.state === 'requested' || reservedIn(payout.state) === undefined)
    return refuse({ code: 'payout-state', payoutId, state: payout.state });
  if (payout.stopAsked) return ok([]);
  return ok([{ type: 'PayoutStopAsked', data: { payoutId, reason, by, at: now } }]);
};

/** Settles a payout in doubt on the word of two different people, when no other evidence comes. */
export const resolvePayout = (
  command: AskedFor<'ResolvePayout'>,
  payout: Payout,
  account: Account,
): AccountDecision => {
  const { payoutId, outcome, note, by, now, payee } = command;
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
    ? recordPaid(
        { type: 'RecordPaid', ...settled, providerFee: zero, paidAt: now },
        payout,
        account,
      )
    : recordRejected(
        { type: 'RecordRejected', ...settled, reason: 'other', providerCode: 'two-people' },
        payout,
      );
};
