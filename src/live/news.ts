import type { PayoutState } from '../../domain/account/payout-state.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { happenedAt } from '../../projections/account-entries.ts';
import type { AccountFactRecorded } from '../../projections/recorded-account-fact.ts';

/** What a page shows when a fact is recorded: the kind of news, and what it says. No names, no cards. */
export type News = { readonly event: string; readonly data: { readonly [field: string]: unknown } };

/** Undefined for facts that are nobody's news, such as a month's end. */
export const newsOf = (recorded: AccountFactRecorded): News | undefined => {
  const said = saidBy(recorded);
  if (said === undefined) return undefined;
  const { event, ...data } = said;
  return {
    event,
    data: { at: recorded.recordedAt, happenedAt: happenedAt(recorded.fact), ...data },
  };
};

type Said = { readonly event: string; readonly [field: string]: unknown };

const payout = (payoutId: string, state: PayoutState, more: object = {}): Said => ({
  event: 'payout',
  payoutId,
  state,
  ...more,
});

const saidBy = ({ fact: { type, data } }: AccountFactRecorded): Said | undefined => {
  switch (type) {
    case 'EarningRecorded': {
      const { earningId, payerId, source, gross, availableOn } = data;
      return { event: 'earning', earningId, payerId, source, gross, availableOn };
    }
    case 'EarningReversed': {
      const { reversalId, earningId, payerId, amount } = data;
      return { event: 'reversal', reversalId, earningId, payerId, amount };
    }
    case 'HoldPlaced':
      return { event: 'hold', holdId: data.holdId, payerId: data.payerId, amount: data.amount };
    case 'HoldReleased': {
      const { holdId, payerId, amount } = data;
      return { event: 'hold-released', holdId, payerId, amount };
    }
    case 'AdjustmentPosted': {
      const { adjustmentId, payerId, amount } = data;
      return { event: 'adjustment', adjustmentId, payerId, amount };
    }
    case 'WithdrawalRequested': {
      const { withdrawalId, amount, payouts } = data;
      const requested = payouts.map(({ payoutId, payerId, gross, tax, net }) => ({
        ...{ payoutId, payerId, gross, tax, net },
        state: 'requested',
      }));
      return { event: 'withdrawal', withdrawalId, amount, payouts: requested };
    }
    case 'StatementPayoutRequested':
      return payout(data.payoutId, 'requested', { statementId: data.statementId });
    case 'PayoutSubmitted':
      return payout(data.payoutId, 'submitted');
    case 'PayoutWaiting':
      return { event: 'payout-waiting', payoutId: data.payoutId, reason: data.reason };
    case 'PayoutAccepted':
      return payout(data.payoutId, 'accepted');
    case 'PayoutInDoubt':
      return payout(data.payoutId, 'in-doubt');
    case 'PayoutPaid':
      return payout(data.payoutId, 'paid', { net: data.net, tax: data.tax });
    case 'PayoutRejected':
      return payout(data.payoutId, data.to === 'returned' ? 'returned' : 'rejected', {
        reason: data.reason,
      });
    case 'PayoutReturned':
      return payout(data.payoutId, 'returned', { net: data.net });
    case 'PayoutReissued':
      return payout(data.payoutId, 'reissued', { reissuedAs: data.newPayoutId, net: data.net });
    case 'PayoutCancelled':
      return payout(data.payoutId, data.to === 'returned' ? 'returned' : 'cancelled');
    case 'PeriodOpened':
    case 'PeriodClosed':
    case 'AdjustmentProposed':
    case 'PayoutStopAsked':
    case 'PayoutResolutionProposed':
    case 'PayoutNewsContradicted':
      return undefined;
    default:
      return unreachable(type);
  }
};
