import { amountText, zero } from '../money.ts';
import { unreachable } from '../unreachable.ts';
import { newsOf } from './contradiction.ts';
import {
  changedPayout,
  ended,
  movedOn,
  paid,
  reissued,
  withdrawalRequested,
  withPayout,
} from './payout-changes.ts';
import type { PayoutFact } from './payout-facts.ts';
import type { Account } from './state.ts';

/** What a payout's life does to the account's state (its sums aside). */
export const afterPayout = (account: Account, { type, data }: PayoutFact): Account => {
  switch (type) {
    case 'WithdrawalRequested':
      return withdrawalRequested(account, data);
    case 'StatementPayoutRequested':
      return withPayout(account, {
        payoutId: data.payoutId,
        for: { statementId: data.statementId },
        payerId: data.payerId,
        gross: data.gross,
        tax: amountText(zero),
        net: data.gross,
        taxMethod: 'none',
        cardRef: data.cardRef,
        state: 'requested',
        requestedAt: data.at,
      });
    case 'PayoutWaiting':
      return changedPayout(account, data.payoutId, {
        waiting: { reason: data.reason, at: data.at },
      });
    case 'PayoutStopAsked':
      return changedPayout(account, data.payoutId, { stopAsked: true });
    case 'PayoutSubmitted':
      return movedOn(account, data.payoutId, { state: 'submitted', submittedAt: data.at });
    case 'PayoutAccepted':
      // Known again: what somebody proposed while it was in doubt is void.
      return movedOn(account, data.payoutId, {
        state: 'accepted',
        orderNo: data.orderNo,
        proposal: undefined,
      });
    case 'PayoutInDoubt':
      return movedOn(account, data.payoutId, { state: 'in-doubt' });
    case 'PayoutPaid':
      return paid(account, data);
    case 'PayoutRejected':
      return ended(account, data.payoutId, data.to === 'returned' ? 'returned' : 'rejected');
    case 'PayoutReturned':
      return changedPayout(account, data.payoutId, { state: 'returned' });
    case 'PayoutReissued':
      return reissued(account, data);
    case 'PayoutCancelled':
      return ended(account, data.payoutId, data.to === 'returned' ? 'returned' : 'cancelled');
    case 'PayoutResolutionProposed':
      return changedPayout(account, data.payoutId, {
        proposal: { outcome: data.outcome, by: data.by },
      });
    case 'PayoutNewsContradicted':
      return changedPayout(account, data.payoutId, {
        contradicted: newsOf(data.state, data.news),
      });
    default:
      return unreachable(type);
  }
};
