import { z } from 'zod';
import type { PayoutFact } from '../../domain/account/payout-facts.ts';
import {
  evidence,
  failure,
  givenBackTo,
  payoutState,
  reserved,
  waitingReason,
} from './payout-state-shapes.ts';
import {
  amount,
  cardRef,
  instant,
  payerId,
  payoutId,
  reference,
  taxMethod,
  withdrawalId,
} from './shapes.ts';

const money = { payoutId, payerId, gross: amount };

export const purpose = z.union([z.object({ withdrawalId }), z.object({ statementId: reference })]);
export const requestedPayout = z.object({ ...money, tax: amount, net: amount, taxMethod });

/** One shape per fact of a payout's life. */
export const payoutShapes: {
  readonly [Type in Exclude<PayoutFact['type'], 'WithdrawalRequested'>]: z.ZodType<
    Extract<PayoutFact, { type: Type }>['data']
  >;
} = {
  StatementPayoutRequested: z.object({ statementId: reference, ...money, cardRef, at: instant }),
  PayoutWaiting: z.object({ payoutId, reason: waitingReason, at: instant }),
  PayoutStopAsked: z.object({ payoutId, reason: z.string(), by: z.string(), at: instant }),
  PayoutSubmitted: z.object({ payoutId, at: instant }),
  PayoutAccepted: z.object({ ...money, from: reserved, orderNo: z.string(), at: instant }),
  PayoutInDoubt: z.object({ ...money, reason: z.string(), at: instant }),
  PayoutPaid: z.object({
    ...money,
    from: z.enum(['in-flight', 'in-doubt', 'payable', 'returned']),
    tax: amount,
    net: amount,
    providerFee: amount,
    paidAt: instant,
    evidence,
    at: instant,
  }),
  PayoutRejected: z.object({
    ...money,
    from: reserved,
    to: givenBackTo,
    reason: failure,
    providerCode: z.string(),
    evidence,
    at: instant,
  }),
  PayoutReturned: z.object({
    payoutId,
    payerId,
    net: amount,
    reason: z.string(),
    returnedAt: instant,
    evidence,
    at: instant,
  }),
  PayoutReissued: z.object({
    payoutId,
    payerId,
    newPayoutId: payoutId,
    for: purpose,
    net: amount,
    cardRef,
    by: z.string(),
    at: instant,
  }),
  PayoutCancelled: z.object({
    ...money,
    from: z.enum(['in-flight', 'returned']),
    to: givenBackTo,
    tax: amount,
    net: amount,
    reason: z.string(),
    by: z.string(),
    at: instant,
  }),
  PayoutResolutionProposed: z.object({
    payoutId,
    outcome: z.enum(['paid', 'rejected']),
    note: z.string(),
    by: z.string(),
    at: instant,
  }),
  PayoutNewsContradicted: z.object({ payoutId, state: payoutState, news: z.string(), at: instant }),
};
