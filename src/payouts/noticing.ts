import type { PayerId, PayoutId } from '../../domain/identifiers.ts';
import type { RecordedFact } from '../../domain/ledger-fact.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { PayoutAt } from './open-payout.ts';

/** Streams in which something may be said that concerns payouts. */
export const noticedStreams = ['account-', 'payer-', 'freeze-'] as const;

/** The types of fact that open, close or wake a payout: most others are earnings and need not be read. */
export const ofInterest: ReadonlySet<string> = new Set([
  'FundingReceived',
  'PayerUnfrozen',
  'PayoutsUnfrozen',
  'WithdrawalRequested',
  'StatementPayoutRequested',
  'PayoutReissued',
  'PayoutStopAsked',
  'PayoutPaid',
  'PayoutRejected',
  'PayoutReturned',
  'PayoutCancelled',
]);

/** What a fact means for the payouts under way. */
export type Noticed = {
  readonly opened?: readonly PayoutAt[];
  readonly closed?: PayoutId;
  /** A payout to look at at once. */
  readonly hurried?: PayoutId;
  /** Whose payouts that wait to be sent may now be. */
  readonly woken?: PayerId | 'all';
};

/** What a fact means for payouts under way; most facts mean nothing. */
export const noticedIn = (recorded: RecordedFact): Noticed => {
  if (recorded.about === 'payer') {
    const { type, data } = recorded.fact;
    return type === 'FundingReceived' || type === 'PayerUnfrozen' ? { woken: data.payerId } : {};
  }
  if (recorded.about === 'freeze')
    return recorded.fact.type === 'PayoutsUnfrozen' ? { woken: 'all' } : {};
  if (recorded.about !== 'account') return {};
  const { payee: account, fact } = recorded;
  switch (fact.type) {
    case 'WithdrawalRequested':
      return {
        opened: fact.data.payouts.map(({ payoutId, payerId }) => ({ payoutId, account, payerId })),
      };
    case 'StatementPayoutRequested': {
      const { payoutId, payerId } = fact.data;
      return { opened: [{ payoutId, account, payerId }] };
    }
    case 'PayoutReissued': {
      const { newPayoutId: payoutId, payerId } = fact.data;
      return { opened: [{ payoutId, account, payerId }] };
    }
    case 'PayoutStopAsked':
      return { hurried: fact.data.payoutId };
    case 'PayoutPaid':
    case 'PayoutRejected':
    case 'PayoutReturned':
    case 'PayoutCancelled':
      return { closed: fact.data.payoutId };
    case 'PeriodOpened':
    case 'PeriodClosed':
    case 'EarningRecorded':
    case 'EarningReversed':
    case 'HoldPlaced':
    case 'HoldReleased':
    case 'AdjustmentProposed':
    case 'AdjustmentPosted':
    case 'PayoutWaiting':
    case 'PayoutSubmitted':
    case 'PayoutAccepted':
    case 'PayoutInDoubt':
    case 'PayoutResolutionProposed':
    case 'PayoutNewsContradicted':
      return {};
    default:
      return unreachable(fact);
  }
};
