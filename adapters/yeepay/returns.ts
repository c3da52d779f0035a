import { z } from 'zod';
import type { ReturnedOrder, ReturnsAnswer } from '../../domain/ports/payment-provider.ts';
import type { AnswerFields } from './answer.ts';
import { amountOf, chinaTime, textOf } from './answer-fields.ts';
import { type Answered, unknown } from './taken.ts';

/** The most the provider lists on one page. */
export const returnsPage = 200;

const page = z.object({
  totalSize: z.string().regex(/^\d{1,9}$/),
  // With nothing to list the provider may well leave the list out.
  reverseDetailDTOList: z.array(z.record(z.string(), z.unknown())).nullish(),
});

/** One page of bank returns; a single one that cannot be read makes the whole page unknown. */
export const returnsAnswer = (answer: Answered, pageNo: number): ReturnsAnswer => {
  if (!answer.ok) return unknown(answer.code);
  const parsed = page.safeParse(answer.fields);
  if (!parsed.success) return unknown('a list of returns that cannot be read');
  const { totalSize, reverseDetailDTOList } = parsed.data;
  const items: ReturnedOrder[] = [];
  for (const fields of reverseDetailDTOList ?? []) {
    const returned = returnedOrder(fields);
    if (returned === undefined) return unknown('a return that cannot be read');
    items.push(returned);
  }
  return { outcome: 'found', items, more: Number(totalSize) > pageNo * returnsPage };
};

const returnedOrder = (fields: AnswerFields): ReturnedOrder | undefined => {
  const requestNo = textOf(fields, 'requestNo');
  const orderNo = textOf(fields, 'orderNo');
  const amount = amountOf(fields, 'orderAmount');
  const returnedAt = chinaTime(textOf(fields, 'reverseTime'));
  if (requestNo === undefined || orderNo === undefined) return undefined;
  if (amount === undefined || returnedAt === undefined) return undefined;
  return { requestNo, orderNo, amount, returnedAt, reason: textOf(fields, 'reverseReason') ?? '' };
};
