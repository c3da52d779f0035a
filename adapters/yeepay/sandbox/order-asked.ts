import { hash } from 'node:crypto';
import { z } from 'zod';
import { amountFromRequest, zero } from '../../../domain/money.ts';
import { jsonAsWritten } from '../json-as-written.ts';
import type { Parameters } from '../protocol/encoding.ts';

const common = z.object({
  parentMerchantNo: z.string().min(1),
  merchantNo: z.string().min(1),
  requestNo: z.string().regex(/^[A-Za-z0-9]{1,32}$/),
  orderAmount: z.string().refine((text) => (amountFromRequest(text) ?? zero) > zero),
  receiveType: z.enum(['REAL_TIME', 'TWO_HOUR', 'NEXT_DAY']),
  feeChargeSide: z.enum(['PAYER', 'PAYEE']).optional(),
  notifyUrl: z.url().optional(),
});

const receiver = z
  .object({
    receiverAccountNo: z.string().regex(/^\d{6,32}$/),
    receiverAccountName: z.string().min(1),
    receiverBankCode: z.string().min(1).optional(),
    branchBankCode: z.string().min(1).optional(),
    bankAccountType: z.enum([
      'DEBIT_CARD',
      'CREDIT_CARD',
      'QUASI_CREDIT_CARD',
      'PASSBOOK',
      'UNIT_SETTLE_CARD',
      'PUBLIC_CARD',
    ]),
  })
  // A corporate account must name its bank or branch.
  .refine(
    ({ bankAccountType, receiverBankCode, branchBankCode }) =>
      bankAccountType !== 'PUBLIC_CARD' || (receiverBankCode ?? branchBankCode) !== undefined,
  );

const json = common.extend({ receiverInfo: receiver });

/** An order as it was asked for, with a digest of everything it says. */
export type OrderAsked = z.output<typeof json> & { readonly content: string };

/**
 * The body of the current order call; undefined when it is not one. Amounts come as numbers or
 * texts.
 */
export const orderFromJson = (body: string): OrderAsked | undefined => {
  const parsed = json.safeParse(jsonAsWritten(body));
  return parsed.success ? { ...parsed.data, content: digestOf(body) } : undefined;
};

/** The parameters of the older order call: the same, flat. */
export const orderFromForm = (parameters: Parameters): OrderAsked | undefined => {
  const parsed = json.safeParse({ ...parameters, receiverInfo: parameters });
  if (!parsed.success) return undefined;
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...parsed.data, content: digestOf(JSON.stringify(sorted)) };
};

const digestOf = (content: string): string => hash('sha256', content, 'hex');
