import { hash } from 'node:crypto';
import { z } from 'zod';
import { storedAmount } from '../../../domain/money.ts';

/** An amount as we write it. */
export const storedText = z.string().transform((text, context) => {
  const stored = storedAmount(text);
  if (stored !== undefined) return stored;
  context.addIssue({ code: 'custom', message: 'expected an amount' });
  return z.NEVER;
});

/**
 * Where an order stands, in the provider's own words (`REMITING` and `CANCELED` are its
 * spellings).
 */
export const orderStatus = z.enum([
  'REQUEST_RECEIVE',
  'REQUEST_ACCEPT',
  'REMITING',
  'SUCCESS',
  'FAIL',
  'CANCELED',
]);

/** An order as the stand-in keeps it. Moments are milliseconds since 1970 on its own clock. */
export const sandboxOrder = z.object({
  requestNo: z.string(),
  merchantNo: z.string(),
  orderNo: z.string(),
  amount: storedText,
  fee: storedText,
  /** A digest of all parameters: another content under the same number is an error. */
  content: z.string(),
  status: orderStatus,
  failCode: z.string().optional(),
  orderedAt: z.number(),
  finishedAt: z.number().optional(),
  returnedAt: z.number().optional(),
  receiveType: z.string().default('REAL_TIME'),
  notifyUrl: z.string().optional(),
  /** A notification of how it ended was answered `SUCCESS`. */
  told: z.boolean().optional(),
  bankCode: z.string(),
  /** How it is to fail, if it is. */
  plannedFailCode: z.string().optional(),
  /** Last four digits and first character: all that a bill shows. */
  last4: z.string(),
  holder: z.string(),
  scenario: z.string(),
});
export type SandboxOrder = z.output<typeof sandboxOrder>;

export const isUnderWay = ({ status }: SandboxOrder): boolean =>
  status === 'REQUEST_RECEIVE' || status === 'REQUEST_ACCEPT' || status === 'REMITING';

export const orderNoOf = (merchantNo: string, requestNo: string): string =>
  `UA${hash('sha256', `${merchantNo}/${requestNo}`, 'hex').slice(0, 20).toUpperCase()}`;
