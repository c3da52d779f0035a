import type { PayoutState } from '../../domain/account/payout-state.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { PayoutRow, PayoutStep } from '../../projections/payout-row.ts';
import { byFailure } from './failure-reasons.ts';
import type { Reason } from './reason.ts';
import { byState } from './state-reasons.ts';
import { byBar, byWaiting } from './waiting-reasons.ts';

/** Why a payout is where it is now. */
export const reasonFor = ({ state, steps, waitingFor }: PayoutRow): Reason =>
  waitingFor === undefined ? reasonOf(state, steps.at(-1)?.reason) : byWaiting[waitingFor];

const reasonOf = (state: PayoutState, why: string | undefined): Reason => {
  if (why === undefined) return byState[state];
  if (state === 'rejected' && isIn(byFailure, why)) return byFailure[why];
  if (state === 'cancelled' && isIn(byBar, why)) return byBar[why];
  return byState[state];
};

/** Whether there are words of ours for it; what older facts say need not have any. */
const isIn = <Words extends object>(words: Words, why: string): why is keyof Words & string =>
  Object.hasOwn(words, why);

/** The same of one step of its life, where that was a problem; undefined where all went well. */
export const reasonOfStep = ({ state, reason: why }: PayoutStep): Reason | undefined => {
  switch (state) {
    case 'requested':
    case 'submitted':
      return why !== undefined && isIn(byWaiting, why) ? byWaiting[why] : undefined;
    case 'in-doubt':
    case 'rejected':
    case 'returned':
    case 'cancelled':
      return reasonOf(state, why);
    case 'accepted':
    case 'paid':
    case 'reissued':
      return undefined;
    default:
      return unreachable(state);
  }
};
