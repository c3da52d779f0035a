import type { PayoutId } from '../identifiers.ts';
import type { Payout } from './payout.ts';
import type { PayoutState } from './payout-state.ts';
import type { Account } from './state.ts';

/**
 * Whether another payout of the same payment is under way, paid or waiting as returned. All of them
 * share one withholding: it is given back, or taken again, only with the last of them.
 */
export const isReplaced = (account: Account, payout: Payout): boolean => {
  const first = firstOf(account, payout);
  for (const other of account.payouts.values()) {
    if (other.payoutId === payout.payoutId || !isAlive[other.state]) continue;
    if (firstOf(account, other) === first) return true;
  }
  return false;
};

/** The number under which the payment was first tried; that payout itself may be long forgotten. */
const firstOf = (account: Account, { payoutId, reissueOf }: Payout): PayoutId => {
  if (reissueOf === undefined) return payoutId;
  const before = account.payouts.get(reissueOf);
  return before === undefined ? reissueOf : firstOf(account, before);
};

const isAlive: { readonly [state in PayoutState]: boolean } = {
  requested: true,
  submitted: true,
  accepted: true,
  'in-doubt': true,
  paid: true,
  returned: true,
  rejected: false,
  reissued: false,
  cancelled: false,
};
