import { ok } from '../result.ts';
import type { AskedFor } from './commands.ts';
import { contradiction } from './contradiction.ts';
import type { AccountDecision } from './decider.ts';
import { moneyOf, type Payout, reservedIn } from './payout.ts';

/** The provider has taken the order; of a payout in doubt, that the money is on its way after all. */
export const recordAccepted = (
  { orderNo, now }: AskedFor<'RecordAccepted'>,
  payout: Payout,
): AccountDecision => {
  const from = reservedIn(payout.state);
  // News that comes late says nothing new about a payout that has already moved on.
  if (from === undefined || payout.state === 'accepted') return ok([]);
  return ok([{ type: 'PayoutAccepted', data: { ...moneyOf(payout), from, orderNo, at: now } }]);
};

/** The provider may or may not have paid: from now on the money can be neither spent nor released. */
export const recordInDoubt = (
  { reason, now }: AskedFor<'RecordInDoubt'>,
  payout: Payout,
): AccountDecision => {
  if (reservedIn(payout.state) !== 'in-flight') return ok([]);
  return ok([{ type: 'PayoutInDoubt', data: { ...moneyOf(payout), reason, at: now } }]);
};

/** Evidence that nothing was paid: the money goes back to where the payout took it from. */
export const recordRejected = (
  command: AskedFor<'RecordRejected'>,
  payout: Payout,
): AccountDecision => {
  const { reason, providerCode, evidence, now } = command;
  const from = reservedIn(payout.state);
  // Once believed paid, also where the bank has sent it back since, a refusal contradicts that.
  if (from === undefined)
    return ok(payout.paidAt === undefined ? [] : contradiction(payout, 'rejected', now));
  const to = payout.reissueOf === undefined ? 'payable' : 'returned';
  return ok([
    {
      type: 'PayoutRejected',
      data: { ...moneyOf(payout), from, to, reason, providerCode, evidence, at: now },
    },
  ]);
};
