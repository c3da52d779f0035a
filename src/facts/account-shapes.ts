import { z } from 'zod';
import type { AccountFact } from '../../domain/account/facts.ts';
import {
  payoutShapes,
  payoutState,
  purpose,
  requestedPayout,
  waitingReason,
} from './payout-shapes.ts';
import {
  amount,
  cardRef,
  day,
  earningId,
  earningSource,
  instant,
  month,
  payeeId,
  payerId,
  payoutId,
  reference,
  taxMethod,
  withdrawalId,
} from './shapes.ts';

const adjustment = { adjustmentId: reference, payerId, amount, reason: z.string(), at: instant };

const sums = z.object({
  earned: amount,
  reversed: amount,
  adjusted: amount,
  payable: amount,
  held: amount,
  inFlight: amount,
  inDoubt: amount,
  returned: amount,
  withdrawn: amount,
  taxWithheld: amount,
  maturing: z.array(z.object({ on: day, amount })),
});

const carried = z.object({
  payers: z.record(z.string(), sums),
  holds: z.array(
    z.object({
      holdId: reference,
      payerId,
      amount,
      reason: z.string().exactOptional(),
      earningId: earningId.exactOptional(),
      maturesOn: day.exactOptional(),
      releasedAt: instant.exactOptional(),
    }),
  ),
  payouts: z.array(
    requestedPayout.extend({
      for: purpose,
      cardRef,
      state: payoutState,
      requestedAt: instant,
      submittedAt: instant.exactOptional(),
      orderNo: z.string().exactOptional(),
      paidAt: instant.exactOptional(),
      reissueOf: payoutId.exactOptional(),
      contradicted: z.union([z.literal(true), z.string()]).exactOptional(),
      stopAsked: z.literal(true).exactOptional(),
      waiting: z.object({ reason: waitingReason, at: instant }).exactOptional(),
      proposal: z.object({ outcome: z.enum(['paid', 'rejected']), by: z.string() }).exactOptional(),
    }),
  ),
  adjustments: z.array(
    z.object({ ...adjustment, by: z.string(), posted: z.literal(true).exactOptional() }),
  ),
  tax: z.record(z.string(), z.array(z.object({ month, gross: amount, withheld: amount }))),
});

/** One shape per fact about an account: leave one out and this file stops compiling. */
export const accountShapes: {
  readonly [Type in AccountFact['type']]: z.ZodType<Extract<AccountFact, { type: Type }>['data']>;
} = {
  ...payoutShapes,
  PeriodOpened: z.object({
    payee: payeeId,
    period: month,
    previous: month.exactOptional(),
    carried,
    at: instant,
  }),
  PeriodClosed: z.object({ payee: payeeId, period: month, next: month, carried, at: instant }),
  EarningRecorded: z.object({
    earningId,
    payerId,
    source: earningSource,
    gross: amount,
    fee: amount,
    completedAt: instant,
    availableOn: day,
    performedBy: payeeId.exactOptional(),
    serviceRef: z.string().exactOptional(),
    contractRef: z.string().exactOptional(),
    patient: z.string().exactOptional(),
    fingerprint: z.string(),
  }),
  EarningReversed: z.object({
    reversalId: reference,
    earningId,
    payerId,
    amount,
    fee: amount,
    reason: z.string(),
    maturesOn: day.exactOptional(),
    performedBy: payeeId.exactOptional(),
    at: instant,
  }),
  HoldPlaced: z.object({
    holdId: reference,
    payerId,
    amount,
    reason: z.string(),
    earningId: earningId.exactOptional(),
    maturesOn: day.exactOptional(),
    at: instant,
  }),
  HoldReleased: z.object({
    holdId: reference,
    payerId,
    amount,
    maturesOn: day.exactOptional(),
    at: instant,
  }),
  AdjustmentProposed: z.object({ ...adjustment, by: z.string() }),
  AdjustmentPosted: z.object({ ...adjustment, by: z.string(), approvedBy: z.string() }),
  WithdrawalRequested: z.object({
    withdrawalId,
    asked: z.union([amount, z.literal('all')]),
    amount,
    cardRef,
    policy: z.string(),
    payouts: z.array(
      z.object({ payoutId, payerId, gross: amount, tax: amount, net: amount, taxMethod }),
    ),
    at: instant,
  }),
};
