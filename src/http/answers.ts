import { z } from 'zod';
import { payoutState, waitingReason } from '../facts/payout-shapes.ts';
import { shown, words } from './words.ts';

/** What answers look like, for the contract. A test holds every answer to what is said here. */
const { amount, instant, day, position } = shown;
const id = z.string();

/** The first time, and said again. */
export const told = <Shape extends z.ZodType>(shape: Shape) => ({ 200: shape, 201: shape });

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item).readonly(),
    next: z.string().nullable().meta({ description: 'Pass it as ?cursor=; null at the end' }),
    asOf: position.optional(),
  });

const written = { position: position.optional() };
const read = { asOf: position.optional() };

const party = { kind: z.string(), registeredAt: instant, organizationId: id.optional() };
export const doctorsPage = pageOf(z.object({ doctorId: id, ...party }));
export const doctorStored = z.object({ doctorId: id, kind: z.string(), ...written });
const consent = { doctorId: id, purpose: z.string() };
export const consentGiven = z.object({
  ...consent,
  version: z.string(),
  textHash: z.string(),
  ...written,
});
export const consentWithdrawn = z.object({ ...consent, ...written });

const card = { bankCode: z.string(), last4: z.string(), boundAt: instant, usableFrom: instant };
export const cardBound = z.object({ ...card, ...written });
export const cardShown = z.object({ ...card, ...read });
export const cardRemoved = z.object({ doctorId: id, ...written });

const payer = { payerId: id, legalName: z.string(), merchantNo: z.string(), taxMethod: z.string() };
export const payerStored = z.object({ ...payer, ...written });
export const fundingStored = z.object({ fundingId: id, amount, receivedAt: instant, ...written });
export const payerShown = z.object({
  ...payer,
  frozen: z.boolean(),
  receivable: amount,
  cash: amount,
  reserved: amount,
  taxWithheld: amount,
  ...read,
});

export const payerFrozen = z.object({ payerId: id, frozen: z.boolean(), ...written });
export const freezeActed = z.object({
  scope: z.string(),
  frozen: z.boolean(),
  unfreezeProposedBy: z.string().optional(),
  ...written,
});
export const freezesShown = z.object({
  items: z.array(
    z.object({
      scope: z.string(),
      payerId: id.optional(),
      reason: z.string().optional(),
      by: z.string().optional(),
      since: instant.optional(),
      unfreezeProposedBy: z.string().optional(),
    }),
  ),
});

export const organizationStored = z.object({
  organizationId: id,
  legalName: z.string(),
  bankCode: z.string(),
  ...written,
});
export const bindingShown = z.object({
  doctorId: id,
  binding: z.object({ organizationId: id, from: day, until: instant.optional() }).nullable(),
  unbindRequest: z.object({ since: instant }).nullable(),
  ...written,
});

export const earningRecorded = z.object({
  earningId: id,
  account: id,
  availableOn: day,
  position,
  parts: z
    .array(z.object({ doctorId: id, account: id, gross: amount }))
    .optional()
    .meta({ description: "Of a team's earning: what each member gets" }),
});
export const batchRecorded = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
  rejections: z
    .array(z.object({ line: z.number(), code: z.string(), detail: z.string() }))
    .meta({ description: 'The first 1,000, by line' }),
  position: position.nullable(),
});
export const reversalStored = z.object({ reversalId: id, earningId: id, amount, ...written });
export const holdPlaced = z.object({ holdId: id, payerId: id, amount, ...written });
export const holdReleased = z.object({ holdId: id, ...written });
export const adjustmentStored = z.object({
  adjustmentId: id,
  doctorId: id,
  amount,
  state: z.enum(['pending', 'posted']),
  ...written,
});

const parts = {
  available: amount,
  maturing: z.array(z.object({ on: day, amount })),
  held: amount,
  inFlight: amount,
  inDoubt: amount,
  returned: amount,
  withdrawn: amount,
  taxWithheld: amount,
  earned: amount,
  reversed: amount,
  adjusted: amount,
};
export const balanceShown = z.object({
  ...parts,
  byPayer: z.array(z.object({ payerId: id, ...parts })),
  at: instant.optional(),
  ...read,
});
export const entriesPage = pageOf(
  z.object({
    at: instant,
    happenedAt: instant,
    kind: z.string(),
    ref: id,
    payerId: id,
    amount,
    balance: amount,
  }),
);

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
  timeline: z.array(
    z.object({
      state: payoutState,
      at: instant,
      reason: z.string().optional(),
      evidence: z.string().optional(),
      by: z.string().optional(),
      why: why.optional(),
    }),
  ),
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

export const trialBalanceShown = z.object({
  accounts: z.array(
    z.object({ account: z.string(), debit: amount, credit: amount, balance: amount }),
  ),
  debit: amount,
  credit: amount,
  at: instant.optional(),
  ...read,
});
export const streamShown = pageOf(
  z.object({
    revision: z.number(),
    position,
    id,
    type: z.string(),
    data: z.unknown(),
    metadata: z.unknown(),
  }),
).extend({ stream: z.string() });
