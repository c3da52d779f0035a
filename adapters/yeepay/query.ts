import type { QueryAnswer } from '../../domain/ports/payment-provider.ts';
import type { Instant } from '../../domain/time.ts';
import { orderNotFoundCodes } from './answer-codes.ts';
import { amountOf, standingOf, textOf } from './standing.ts';
import { type Answered, unknown } from './taken.ts';

/** What a query says of an order. It speaks of one order or it says nothing. */
export const queryAnswer = (answer: Answered, now: Instant): QueryAnswer => {
  if (!answer.ok) {
    return orderNotFoundCodes.has(answer.code) ? { outcome: 'not-found' } : unknown(answer.code);
  }
  const { fields } = answer;
  const orderNo = textOf(fields, 'orderNo');
  const merchantNo = textOf(fields, 'merchantNo');
  const requestNo = textOf(fields, 'requestNo');
  if (orderNo === undefined || merchantNo === undefined || requestNo === undefined) {
    return unknown('the answer does not say which order it is about');
  }
  const amount = amountOf(fields, 'orderAmount');
  if (amount === undefined) return unknown('the answer has no amount');
  const standing = standingOf(fields, now);
  if (standing === undefined) return unknown('a status that is not known');
  return { outcome: 'found', orderNo, amount, merchantNo, requestNo, standing };
};
