import type { PayoutState, WaitingReason } from '../../domain/account/payout-state.ts';
import type { PaymentFailure } from '../../domain/ports/payment-order.ts';
import type { PayoutRow, PayoutStep } from '../../projections/rows.ts';
import { byFailure } from './failure-reasons.ts';
import type { Reason } from './reason.ts';
import { byState } from './state-reasons.ts';
import { byBar, byWaiting } from './waiting-reasons.ts';

/** Why a payout is where it is now. */
export const reasonFor = ({ state, steps, waitingFor }: PayoutRow): Reason =>
  waitingFor === undefined ? reasonOf(state, steps.at(-1)?.reason) : byWaiting[waitingFor];

const reasonOf = (state: PayoutState, why: string | undefined): Reason => {
  if (why === undefined) return byState[state];
  if (state === 'rejected' && Object.hasOwn(byFailure, why))
    return byFailure[why as PaymentFailure];
  if (state === 'cancelled' && Object.hasOwn(byBar, why)) return byBar[why as keyof typeof byBar];
  return byState[state];
};

/** The same of one step of its life, where that was a problem; undefined where all went well. */
export const reasonOfStep = ({ state, reason: why }: PayoutStep): Reason | undefined => {
  switch (state) {
    case 'requested':
    case 'submitted':
      return why !== undefined && Object.hasOwn(byWaiting, why)
        ? byWaiting[why as WaitingReason]
        : undefined;
    case 'in-doubt':
    case 'rejected':
    case 'returned':
    case 'cancelled':
      return reasonOf(state, why);
    case 'accepted':
    case 'paid':
    case 'reissued':
      return undefined;
  }
};
