import { z } from 'zod';
import type { BalanceAnswer } from '../../domain/ports/payment-provider.ts';
import { amountOf } from './standing.ts';
import { type Answered, unknown } from './taken.ts';

const accounts = z.object({ accountInfoList: z.array(z.record(z.string(), z.unknown())) });

/** Payouts draw on the fund account; what other accounts hold cannot be paid out. */
export const fundBalance = (answer: Answered): BalanceAnswer => {
  if (!answer.ok) return unknown(answer.code);
  const parsed = accounts.safeParse(answer.fields);
  const funds = parsed.data?.accountInfoList.filter(
    ({ accountType }) => accountType === 'FUND_ACCOUNT',
  );
  const [fund, ...more] = funds ?? [];
  if (fund === undefined || more.length > 0) return unknown('not one FUND_ACCOUNT in the answer');
  return balanceIn(fund);
};

export const endBalance = (answer: Answered): BalanceAnswer =>
  answer.ok ? balanceIn(answer.fields) : unknown(answer.code);

const balanceIn = (fields: { readonly [name: string]: unknown }): BalanceAnswer => {
  const balance = amountOf(fields, 'balance');
  return balance === undefined
    ? unknown('no balance in the answer')
    : { outcome: 'found', balance };
};
