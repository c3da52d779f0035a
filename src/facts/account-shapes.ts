import { z } from 'zod';
import type { AccountFact } from '../../domain/account/facts.ts';
import { adjustment, carried } from './carried-shapes.ts';
import { payoutShapes } from './payout-shapes.ts';
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
