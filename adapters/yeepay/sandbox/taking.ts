import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { amountFromRequest, amountText, plus, zero } from '../../../domain/money.ts';
import type { SandboxOrder } from './order.ts';
import type { OrderAsked } from './order-asked.ts';
import type { Scenario } from './scenarios.ts';
import { availableOf } from './sums.ts';
import { fine, repeated, type Tools } from './tools.ts';

/** Longer than any client waits: the answer never comes. */
const foreverMs = 120_000;
const shortOfFunds = { returnCode: 'UA00012', returnMsg: '余额不足' };

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

type Untaken = (
  tools: Tools,
  reply: FastifyReply,
  requestNo: string,
) => FastifyReply | Promise<FastifyReply>;

/** The scenarios in which an order is not taken, and how that is told. */
const notTaken: { readonly [scenario in Scenario]?: Untaken } = {
  refuse: ({ answer }, reply) => answer.error(reply, '40042', 'isv.check.request-param.format'),
  'short-of-funds': ({ answer }, reply, requestNo) =>
    answer.result(reply, { ...shortOfFunds, requestNo }),
  busy: ({ answer }, reply) => answer.error(reply, '40029', 'sys.limit.rate-limit'),
  unavailable: ({ answer }, reply) => answer.error(reply, '40020', 'sys.service.unavailable'),
  misconfigured: ({ answer }, reply) =>
    answer.error(reply, '40021', 'sys.authorization.unauthorized'),
  'bad-gateway': (_tools, reply) => badGateway(reply),
  'timeout-before': ({ ending }, reply) => never(reply, ending),
  'drop-before': (_tools, reply) => dropped(reply),
};

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

/** Nothing of the gateway's own, as a proxy in between would say it. */
export const badGateway = (reply: FastifyReply): FastifyReply =>
  reply.code(502).type('text/html').send('<html><body>502 Bad Gateway</body></html>');

export const dropped = (reply: FastifyReply): FastifyReply => {
  reply.hijack();
  reply.raw.destroy();
  return reply;
};

const never = async (reply: FastifyReply, signal: AbortSignal): Promise<FastifyReply> => {
  await pause(foreverMs, undefined, { ref: false, signal }).catch(() => undefined);
  return dropped(reply);
};
