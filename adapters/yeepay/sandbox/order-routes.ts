import { dayOf, instantOfMillis } from '../../../domain/time.ts';
import type { SandboxOrder } from './order.ts';
import { orderFromForm, orderFromJson } from './order-asked.ts';
import { takeOrder } from './taking.ts';
import { fine, type Handler, notFound } from './tools.ts';
import { chinaText, queryText } from './views.ts';

const lagMs = 2_000;
const returnsPageMax = 200;
const malformed = ['40042', 'isv.check.request-param.format'] as const;

/** The current order call: JSON. */
export const placeOrder: Handler = (tools, _parameters, reply, request) => {
  const asked = orderFromJson(String(request.body));
  return asked === undefined
    ? tools.answer.error(reply, ...malformed)
    : takeOrder(tools, asked, reply);
};

/** The older order call: a form. */
export const placeOrderByForm: Handler = (tools, parameters, reply) => {
  const asked = orderFromForm(parameters);
  return asked === undefined
    ? tools.answer.error(reply, ...malformed)
    : takeOrder(tools, asked, reply);
};

export const queryOrder: Handler = ({ orders, answer, now }, parameters, reply) => {
  const { merchantNo, requestNo = '', orderNo = '' } = parameters;
  const order = orders.get(requestNo) ?? orders.byOrderNo(orderNo);
  if (order === undefined || order.merchantNo !== merchantNo) return answer.result(reply, notFound);
  const isLate = order.scenario === 'query-lag' && now() < order.orderedAt + lagMs;
  return isLate ? answer.result(reply, notFound) : answer.resultText(reply, queryText(order));
};

export const cancelOrder: Handler = ({ orders, life, answer }, { orderNo = '' }, reply) => {
  const order = orders.byOrderNo(orderNo);
  if (order === undefined) return answer.result(reply, notFound);
  return answer.result(reply, { ...fine, status: life.cancel(order) ? 'SUCCESS' : 'FAIL' });
};

/** Bank returns whose day lies within the days asked for. */
export const listReturns: Handler = ({ orders, answer }, parameters, reply) => {
  const { merchantNo, queryStartDate = '', queryEndDate = '' } = parameters;
  const pageNo = Number(parameters.pageNo ?? 1);
  const pageSize = Math.min(Number(parameters.pageSize ?? 50), returnsPageMax);
  if (!(Number.isInteger(pageNo) && pageNo > 0 && pageSize > 0))
    return answer.error(reply, ...malformed);
  const found: SandboxOrder[] = [];
  for (const order of orders.all()) {
    if (order.returnedAt === undefined || order.merchantNo !== merchantNo) continue;
    const day = dayOf(instantOfMillis(order.returnedAt));
    if (queryStartDate <= day && day <= queryEndDate) found.push(order);
  }
  const shown = found.slice((pageNo - 1) * pageSize, pageNo * pageSize);
  const totalSize = found.length;
  const reverseDetailDTOList = shown.map(returnFields);
  return answer.result(reply, { ...fine, totalSize, pageNo, pageSize, reverseDetailDTOList });
};

const returnFields = (order: SandboxOrder) => ({
  requestNo: order.requestNo,
  orderNo: order.orderNo,
  orderAmount: order.amount,
  orderTime: chinaText(order.orderedAt),
  finishTime: chinaText(order.finishedAt ?? order.orderedAt),
  receiverAccountName: order.holder,
  receiverAccountNo: `****${order.last4}`,
  reverseTime: chinaText(order.returnedAt ?? order.orderedAt),
  reverseReason: '银行退票',
});
