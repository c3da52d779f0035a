import { z } from 'zod';
import type { OrganizationFact } from '../../domain/organization/facts.ts';
import type { PayeeFact } from '../../domain/payee/facts.ts';
import type { PayerFact } from '../../domain/payer/facts.ts';
import { amount, cardRef, day, instant, payeeId, payerId, reference, taxMethod } from './shapes.ts';

const ofPayee = { payee: payeeId, at: instant };
const ofPayer = { payerId, at: instant };

/** One shape per fact about a person who is paid. */
export const payeeShapes: {
  readonly [Type in PayeeFact['type']]: z.ZodType<Extract<PayeeFact, { type: Type }>['data']>;
} = {
  PayeeRegistered: z.object({ ...ofPayee, kind: z.enum(['doctor', 'assistant']) }),
  ConsentGiven: z.object({
    ...ofPayee,
    purpose: z.literal('payout'),
    version: z.string(),
    textHash: z.string(),
  }),
  ConsentWithdrawn: z.object({ ...ofPayee, purpose: z.literal('payout') }),
  BankCardBound: z.object({ ...ofPayee, cardRef, bankCode: z.string(), usableFrom: instant }),
  BankCardRemoved: z.object({ ...ofPayee, cardRef }),
  OrganizationBound: z.object({ ...ofPayee, organizationId: payeeId, from: day }),
  UnbindRequested: z.object({
    ...ofPayee,
    organizationId: payeeId,
    reason: z.string().exactOptional(),
  }),
  UnbindWithdrawn: z.object({ ...ofPayee, organizationId: payeeId }),
  UnbindReminded: z.object({ ...ofPayee, organizationId: payeeId }),
  UnbindEscalated: z.object({ ...ofPayee, organizationId: payeeId }),
  UnbindRejected: z.object({ ...ofPayee, organizationId: payeeId, reason: z.string() }),
  OrganizationUnbound: z.object({
    ...ofPayee,
    organizationId: payeeId,
    by: z.enum(['request', 'organization']),
  }),
  PayeeRestricted: z.object({ ...ofPayee, reason: z.string() }),
  PayeeReleased: z.object(ofPayee),
  PersonalDataShredded: z.object({ ...ofPayee, purposes: z.array(z.string()) }),
  PayeeClosed: z.object({ ...ofPayee, reason: z.string() }),
};

/** One shape per fact about a payer. */
export const payerShapes: {
  readonly [Type in PayerFact['type']]: z.ZodType<Extract<PayerFact, { type: Type }>['data']>;
} = {
  PayerRegistered: z.object({
    ...ofPayer,
    legalName: z.string(),
    merchantNo: z.string(),
    taxMethod,
  }),
  FundingReceived: z.object({ ...ofPayer, fundingId: reference, amount, receivedAt: instant }),
  PayerFrozen: z.object({ ...ofPayer, reason: z.string(), by: z.string() }),
  PayerUnfrozen: z.object({ ...ofPayer, by: z.string() }),
};

const ofOrganization = { organizationId: payeeId, at: instant };
const account = { bankCode: z.string(), accountRef: cardRef };

/** One shape per fact about a service organization. */
export const organizationShapes: {
  readonly [Type in OrganizationFact['type']]: z.ZodType<
    Extract<OrganizationFact, { type: Type }>['data']
  >;
} = {
  OrganizationRegistered: z.object({ ...ofOrganization, ...account, legalName: z.string() }),
  OrganizationAccountChanged: z.object({ ...ofOrganization, ...account, by: z.string() }),
  OrganizationTermsSet: z.object({
    ...ofOrganization,
    attributionShown: z.boolean(),
    by: z.string(),
  }),
};
