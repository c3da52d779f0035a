import type { FastifyReply } from 'fastify';
import { amountFromRequest, amountText, plus, zero } from '../../../domain/money.ts';
import { badGateway, dropped, never, notTaken, shortOfFunds } from './not-taken.ts';
import type { SandboxOrder } from './order.ts';
import type { OrderAsked } from './order-asked.ts';
import { availableOf } from './sums.ts';
import { fine, repeated, type Tools } from './tools.ts';

const accepted = ({ requestNo, orderNo, status }: SandboxOrder) => ({
  ...fine,
  requestNo,
  orderNo,
  status,
});

/**
 * What happens when an order comes: a refusal, a fault before or after it is taken, or an answer.
 */
export const takeOrder = (
  tools: Tools,
  asked: OrderAsked,
  reply: FastifyReply,
): FastifyReply | Promise<FastifyReply> => {
  const { orders, life, chooser, answer, fee } = tools;
  const known = orders.get(asked.requestNo);
  if (known !== undefined) return repeatedOrder(tools, asked, known, reply);
  const amount = amountFromRequest(asked.orderAmount) ?? zero;
  const { requestNo, merchantNo, receiverInfo } = asked;
  const cardNumber = receiverInfo.receiverAccountNo;
  const rule = chooser.choose({ requestNo, merchantNo, amount: amountText(amount), cardNumber });
  const untaken = notTaken[rule.scenario];
  if (untaken !== undefined) return untaken(tools, reply, requestNo);
  if (availableOf(orders.sums(merchantNo)) < plus(amount, fee))
    return answer.result(reply, { ...shortOfFunds, requestNo });
  chooser.taken(requestNo);
  return taken(tools, life.take(asked, amount, rule), reply);
};

/**
 * The provider does not publish what it does here: it can do both, and other content is an error
 * either way.
 */
const repeatedOrder = (
  { answer, board }: Tools,
  asked: OrderAsked,
  known: SandboxOrder,
  reply: FastifyReply,
): FastifyReply =>
  known.content === asked.content &&
  known.scenario !== 'repeat-refused' &&
  board.now.repeats === 'same-order'
    ? answer.result(reply, accepted(known))
    : answer.result(reply, { ...repeated, requestNo: asked.requestNo });

/** How the answer to a taken order arrives, if it does. */
const taken = async (
  { answer, ending, life, orders }: Tools,
  order: SandboxOrder,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  switch (order.scenario) {
    case 'timeout-after':
      return never(reply, ending);
    case 'drop-connection':
      return dropped(reply);
    case 'bad-gateway-after':
      return badGateway(reply);
    case 'notify-first':
      await life.endFirst(order);
      return answer.result(reply, accepted(orders.get(order.requestNo) ?? order));
    case 'unsigned-answer':
      return answer.result(reply, accepted(order), 'unsigned');
    case 'wrong-signature':
      return answer.result(reply, accepted(order), 'signed-otherwise');
    default:
      return answer.result(reply, accepted(order));
  }
};
