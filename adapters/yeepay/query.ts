import type { QueryAnswer } from '../../domain/ports/payment-order.ts';
import type { Instant } from '../../domain/time.ts';
import { orderNotFoundCodes } from './answer-codes.ts';
import { amountOf, textOf } from './answer-fields.ts';
import { standingOf } from './standing.ts';
import { type Answered, unknown } from './taken.ts';

/** What a query says of an order. It speaks of one order or it says nothing. */
export const queryAnswer = (answer: Answered, now: Instant): QueryAnswer => {
  if (!answer.ok) {
    const { code } = answer;
    if (orderNotFoundCodes.has(code)) return { outcome: 'not-found' };
    return answer.unclassified === true ? strange(code) : unknown(code);
  }
  const { fields } = answer;
  const orderNo = textOf(fields, 'orderNo');
  const merchantNo = textOf(fields, 'merchantNo');
  const requestNo = textOf(fields, 'requestNo');
  if (orderNo === undefined || merchantNo === undefined || requestNo === undefined) {
    return strange('the answer does not say which order it is about');
  }
  const amount = amountOf(fields, 'orderAmount');
  if (amount === undefined) return strange('the answer has no amount');
  const standing = standingOf(fields, now);
  if (standing === undefined) return strange('a status that is not known');
  return { outcome: 'found', orderNo, amount, merchantNo, requestNo, standing };
};

/** The same, and nobody has foreseen it. */
const strange = (detail: string): QueryAnswer => ({ ...unknown(detail), unclassified: true });
