import { z } from 'zod';
import { type Fen, minus, zero } from '../../domain/money.ts';
import type {
  Movement,
  MovementKind,
  MovementsAnswer,
} from '../../domain/ports/merchant-account.ts';
import type { AnswerFields } from './answer.ts';
import { amountOf, chinaTime, textOf } from './answer-fields.ts';
import { type Answered, unknown } from './taken.ts';

/** The most the provider lists on one page. */
export const movementsPage = 100;

const kinds: { readonly [trxCode: string]: MovementKind } = {
  '1001': 'acquiring',
  '1005': 'recharge',
  '1006': 'transfer',
  '2004': 'withdrawal',
  '2005': 'payout',
};

const page = z.object({
  merchantNo: z.string().optional(),
  totalCount: z.string().regex(/^\d{1,9}$/),
  data: z.array(z.record(z.string(), z.unknown())).nullish(),
});

/**
 * One page of movements; a single one that cannot be read, or is another's, makes the page
 * unknown.
 */
export const movementsAnswer = (
  answer: Answered,
  asked: { readonly merchantNo: string; readonly page: number },
): MovementsAnswer => {
  if (!answer.ok) return unknown(answer.code);
  const parsed = page.safeParse(answer.fields);
  if (!parsed.success) return unknown('a list of movements that cannot be read');
  const { totalCount, data } = parsed.data;
  const items: Movement[] = [];
  for (const fields of data ?? []) {
    if ((textOf(fields, 'merchantNo') ?? asked.merchantNo) !== asked.merchantNo)
      return unknown('a movement of another merchant');
    const item = movement(fields);
    if (item === undefined) return unknown('a movement that cannot be read');
    items.push(item);
  }
  return { outcome: 'found', items, more: Number(totalCount) > asked.page * movementsPage };
};

const movement = (fields: AnswerFields): Movement | undefined => {
  const at = chinaTime(textOf(fields, 'accountTime') ?? textOf(fields, 'trxTime'));
  const flowNo = textOf(fields, 'trxFlowNo');
  const code = textOf(fields, 'trxCode');
  const balance = amountOf(fields, 'balance');
  const amount = difference(fields, 'income', 'expenditure');
  const fee = optionalAmount(fields, 'fee');
  if (at === undefined || flowNo === undefined || code === undefined) return undefined;
  if (balance === undefined || amount === undefined || fee === undefined) return undefined;
  const kind = Object.hasOwn(kinds, code) ? kinds[code] : undefined;
  const requestNo = textOf(fields, 'orderId');
  return { at, flowNo, kind: kind ?? 'other', requestNo, amount, fee, balance };
};

/** Of income and expenditure usually only one is given; what is given must be readable. */
const difference = (fields: AnswerFields, income: string, expenditure: string): Fen | undefined => {
  if (textOf(fields, income) === undefined && textOf(fields, expenditure) === undefined)
    return undefined;
  const [incoming, outgoing] = [
    optionalAmount(fields, income),
    optionalAmount(fields, expenditure),
  ];
  return incoming === undefined || outgoing === undefined ? undefined : minus(incoming, outgoing);
};

const optionalAmount = (fields: AnswerFields, name: string): Fen | undefined =>
  textOf(fields, name) === undefined ? zero : amountOf(fields, name);
