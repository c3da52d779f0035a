import { z } from 'zod';
import type { BalanceAnswer } from '../../domain/ports/merchant-account.ts';
import type { AnswerFields } from './answer.ts';
import { amountOf, textOf } from './answer-fields.ts';
import { type Answered, unknown } from './taken.ts';

const accounts = z.object({ accountInfoList: z.array(z.record(z.string(), z.unknown())) });

/** Payouts draw on the fund account; what other accounts hold cannot be paid out. */
export const fundBalance = (answer: Answered, merchantNo: string): BalanceAnswer => {
  if (!answer.ok) return unknown(answer.code);
  if (!isOf(answer.fields, merchantNo)) return unknown(another);
  const parsed = accounts.safeParse(answer.fields);
  const funds = parsed.data?.accountInfoList.filter(
    ({ accountType }) => accountType === 'FUND_ACCOUNT',
  );
  const [fund, ...more] = funds ?? [];
  if (fund === undefined || more.length > 0) return unknown('not one FUND_ACCOUNT in the answer');
  return balanceIn(fund);
};

export const endBalance = (answer: Answered, merchantNo: string): BalanceAnswer => {
  if (!answer.ok) return unknown(answer.code);
  return isOf(answer.fields, merchantNo) ? balanceIn(answer.fields) : unknown(another);
};

const another = 'the answer is about another merchant';

const isOf = (fields: AnswerFields, merchantNo: string): boolean =>
  (textOf(fields, 'merchantNo') ?? merchantNo) === merchantNo;

const balanceIn = (fields: AnswerFields): BalanceAnswer => {
  const balance = amountOf(fields, 'balance');
  return balance === undefined
    ? unknown('no balance in the answer')
    : { outcome: 'found', balance };
};
