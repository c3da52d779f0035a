import type { CancelAnswer } from '../../domain/ports/payment-order.ts';
import { textOf } from './answer-fields.ts';
import { type Answered, unknown } from './taken.ts';

/** FAIL of a cancellation means that the payment goes on. */
export const cancelAnswer = (answer: Answered): CancelAnswer => {
  if (!answer.ok) return unknown(answer.code);
  switch (textOf(answer.fields, 'status')) {
    case 'SUCCESS':
      return { outcome: 'stopped' };
    case 'FAIL':
      return { outcome: 'goes-on' };
    default:
      return unknown('a status that is not known');
  }
};
