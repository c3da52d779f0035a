import { z } from 'zod';
import { purpose, requestedPayout } from './payout-shapes.ts';
import { payoutState, waitingReason } from './payout-state-shapes.ts';
import {
  amount,
  cardRef,
  day,
  earningId,
  instant,
  month,
  payerId,
  payoutId,
  reference,
} from './shapes.ts';

export const adjustment = {
  adjustmentId: reference,
  payerId,
  amount,
  reason: z.string(),
  at: instant,
};

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

export const carried = z.object({
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
