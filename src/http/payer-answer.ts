import { z } from 'zod';
import { amount, id, instant, read, written } from './answers.ts';

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
