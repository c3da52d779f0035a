import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { amountFromRequest, zero } from '../../../domain/money.ts';
import { contentOf, type OrderAsked } from './order-life.ts';
import type { SandboxOrder } from './orders.ts';
import type { ProviderTools } from './provider-routes.ts';

/** Longer than any client waits: the answer never comes. */
const foreverMs = 120_000;

const accepted = (order: SandboxOrder) => ({
  returnCode: 'UA00000',
  returnMsg: '请求成功',
  requestNo: order.requestNo,
  orderNo: order.orderNo,
  status: order.status,
});

/** What happens when an order comes: refusals, faults before and after it is taken, or an answer. */
export const takeOrder = async (
  tools: ProviderTools,
  asked: OrderAsked,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const { orders, life, chooser, answer } = tools;
  const amount = amountFromRequest(asked.orderAmount) ?? zero;
  const known = orders.get(asked.requestNo);
  if (known !== undefined) {
    // The provider does not publish what it does here: the same order's answer is our assumption.
    if (known.content === contentOf(asked)) return answer.result(reply, accepted(known));
    return answer.result(reply, { returnCode: 'UA00031', returnMsg: '请求号重复' });
  }
  const scenario = chooser.choose(asked.requestNo, asked.orderAmount);
  switch (scenario) {
    case 'refuse':
      return answer.error(reply, '40042', 'isv.check.request-param.format');
    case 'short-of-funds':
      return answer.result(reply, { returnCode: 'UA00012', returnMsg: '余额不足' });
    case 'bad-gateway':
      return reply.code(502).type('text/html').send('<html>bad gateway</html>');
    case 'timeout-before':
      await pause(foreverMs, undefined, { ref: false });
      return reply.code(504).send('');
    default:
      break;
  }
  if (orders.totals(asked.merchantNo).balance < amount) {
    return answer.result(reply, { returnCode: 'UA00012', returnMsg: '余额不足' });
  }
  const order = life.take(asked, amount, scenario);
  switch (scenario) {
    case 'timeout-after':
      await pause(foreverMs, undefined, { ref: false });
      return reply.code(504).send('');
    case 'drop-connection':
      reply.hijack();
      reply.raw.destroy();
      return reply;
    default:
      return answer.result(reply, accepted(order), scenario !== 'unsigned-answer');
  }
};
