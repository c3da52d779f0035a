import { z } from 'zod';
import { payoutState, waitingReason } from '../facts/payout-state-shapes.ts';
import { amount, id, instant, pageOf, read, written } from './answers.ts';
import { words } from './words.ts';

const payout = { payoutId: id, payerId: id, gross: amount, tax: amount, net: amount };
export const quoteShown = z.object({
  amount,
  payouts: z.array(
    z.object({
      payerId: id,
      gross: amount,
      tax: amount,
      net: amount,
      working: z.array(z.string()),
      workingZh: z.array(z.string()),
    }),
  ),
  ...read,
});
const withdrawalState = z.enum([
  'processing',
  'in-doubt',
  'paid',
  'partly-paid',
  'rejected',
  'returned',
]);
export const withdrawalAsked = z.object({
  withdrawalId: id,
  state: withdrawalState,
  amount,
  payouts: z.array(z.object({ ...payout, state: payoutState })),
  ...written,
});

const inWords = z.object({ zh: z.string(), en: z.string() });
const proposal = z.object({ outcome: z.enum(['paid', 'rejected']), by: z.string() });
const why = z.object({ ...inWords.shape, next: inWords });
const step = z.object({
  state: payoutState,
  at: instant,
  reason: z.string().optional(),
  evidence: z.string().optional(),
  by: z.string().optional(),
  why: why.optional(),
});
const payoutLife = z.object({
  ...payout,
  state: payoutState,
  account: id,
  withdrawalId: id.optional(),
  statementId: id.optional(),
  taxMethod: words.taxMethod,
  requestedAt: instant,
  changedAt: instant,
  orderNo: z.string().optional(),
  paidAt: instant.optional(),
  providerFee: amount.optional(),
  reissueOf: id.optional(),
  reissuedAs: id.optional(),
  proposal: proposal.optional(),
  contradicted: z.boolean().optional(),
  waitingFor: waitingReason.optional(),
  stopAsked: z.boolean().optional(),
  why,
  timeline: z.array(step),
});
export const payoutShown = payoutLife.extend(read);
export const payoutsPage = pageOf(payoutLife.extend({ ageDays: z.number() }));
export const withdrawalShown = z.object({
  withdrawalId: id,
  doctorId: id,
  amount,
  requestedAt: instant,
  state: withdrawalState,
  payouts: z.array(payoutLife),
  timeline: z
    .array(step.extend({ payoutId: id }))
    .meta({ description: 'The steps of all its payouts, in the order in which they happened' }),
  ...read,
});
export const payoutActed = z.object({
  payoutId: id,
  state: payoutState.optional(),
  stopAsked: z.boolean().optional(),
  proposal: proposal.optional(),
  reissuedAs: id.optional(),
  ...written,
});
