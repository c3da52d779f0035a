import type { AccountFact } from '../domain/account/facts.ts';
import { unreachable } from '../domain/unreachable.ts';

/** What kinds of lines a statement has. */
export type LineKind =
  | 'earning'
  | 'reversal'
  | 'hold'
  | 'hold-released'
  | 'adjustment'
  | 'withdrawal'
  | 'statement-payout'
  | 'payout-accepted'
  | 'payout-in-doubt'
  | 'payout-paid'
  | 'payout-rejected'
  | 'payout-returned'
  | 'payout-reissued'
  | 'payout-cancelled';

/** What a fact is called in a statement, and the id of what it is about; undefined where it moves no money. */
export const lineAbout = ({
  type,
  data,
}: AccountFact): { readonly kind: LineKind; readonly ref: string } | undefined => {
  switch (type) {
    case 'EarningRecorded':
      return { kind: 'earning', ref: data.earningId };
    case 'EarningReversed':
      return { kind: 'reversal', ref: data.earningId };
    case 'HoldPlaced':
      return { kind: 'hold', ref: data.holdId };
    case 'HoldReleased':
      return { kind: 'hold-released', ref: data.holdId };
    case 'AdjustmentPosted':
      return { kind: 'adjustment', ref: data.adjustmentId };
    case 'WithdrawalRequested':
      return { kind: 'withdrawal', ref: data.withdrawalId };
    case 'StatementPayoutRequested':
      return { kind: 'statement-payout', ref: data.statementId };
    case 'PayoutAccepted':
      return { kind: 'payout-accepted', ref: data.payoutId };
    case 'PayoutInDoubt':
      return { kind: 'payout-in-doubt', ref: data.payoutId };
    case 'PayoutPaid':
      return { kind: 'payout-paid', ref: data.payoutId };
    case 'PayoutRejected':
      return { kind: 'payout-rejected', ref: data.payoutId };
    case 'PayoutReturned':
      return { kind: 'payout-returned', ref: data.payoutId };
    case 'PayoutReissued':
      return { kind: 'payout-reissued', ref: data.newPayoutId };
    case 'PayoutCancelled':
      return { kind: 'payout-cancelled', ref: data.payoutId };
    case 'PeriodOpened':
    case 'PeriodClosed':
    case 'AdjustmentProposed':
    case 'PayoutSubmitted':
    case 'PayoutWaiting':
    case 'PayoutStopAsked':
    case 'PayoutResolutionProposed':
    case 'PayoutNewsContradicted':
      return undefined;
    default:
      return unreachable(type);
  }
};
