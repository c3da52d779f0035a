import { z } from 'zod';

export const payoutState = z.enum([
  'requested',
  'submitted',
  'accepted',
  'in-doubt',
  'paid',
  'rejected',
  'returned',
  'reissued',
  'cancelled',
]);
export const reserved = z.enum(['in-flight', 'in-doubt']);
export const givenBackTo = z.enum(['payable', 'returned']);
export const evidence = z.enum(['answer', 'query', 'bill', 'two-people', 'nothing-to-send']);
export const failure = z.enum([
  'name-mismatch',
  'card-invalid',
  'card-closed-or-frozen',
  'card-class-limit',
  'payee-limit',
  'payer-restricted',
  'risk-rejected',
  'bank-info-wrong',
  'cancelled-by-provider',
  'payer-short-of-funds',
  'account-restricted',
  'consent-missing',
  'stopped-by-finance',
  'other',
]);
export const waitingReason = z.enum([
  'payer-short-of-funds',
  'payer-frozen',
  'provider-frozen',
  'payouts-frozen',
  'provider-cut-off',
  'provider-unavailable',
  'outside-provider-limits',
  'under-review',
]);
