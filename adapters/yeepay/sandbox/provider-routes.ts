import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { amountFromRequest, amountText } from '../../../domain/money.ts';
import { dayOf, instantOfMillis } from '../../../domain/time.ts';
import type { Parameters } from '../protocol/encoding.ts';
import type { Verifier } from '../protocol/signer.ts';
import type { Answering } from './answering.ts';
import { authenticate } from './authentication.ts';
import type { Notifier } from './notifier.ts';
import type { OrderLife } from './order-life.ts';
import type { SandboxOrders } from './orders.ts';
import type { scenarioChooser } from './scenarios.ts';
import type { RequestSeen } from './server.ts';
import { takeOrder } from './taking.ts';
import { billText, chinaText, queryFields } from './views.ts';

export type ProviderTools = {
  readonly orders: SandboxOrders;
  readonly life: OrderLife;
  readonly chooser: ReturnType<typeof scenarioChooser>;
  readonly answer: Answering;
  readonly verifier: Verifier;
  readonly appKey: string;
  readonly now: () => number;
  readonly notifier: Notifier;
  readonly requests: RequestSeen[];
};

const context = '/yop-center';
const requestsKept = 10_000;
const lagMs = 2_000;

type Handler = (
  tools: ProviderTools,
  parameters: Parameters,
  request: FastifyRequest,
  reply: FastifyReply,
) => FastifyReply | Promise<FastifyReply>;

const notFound = { returnCode: 'UA00030', returnMsg: '订单不存在' };
const fine = { returnCode: 'UA00000', returnMsg: '请求成功' };

const queryOrder: Handler = (
  { orders, answer, now },
  { merchantNo, requestNo = '', orderNo = '' },
  _request,
  reply,
) => {
  const order = orders.get(requestNo) ?? orders.byOrderNo(orderNo);
  const lags = order?.scenario === 'query-lag' && now() < order.orderedAt + lagMs;
  if (order === undefined || order.merchantNo !== merchantNo || lags)
    return answer.result(reply, notFound);
  return answer.result(reply, { ...fine, ...queryFields(order) });
};

const cancelOrder: Handler = ({ orders, life, answer }, { orderNo = '' }, _request, reply) => {
  const order = orders.byOrderNo(orderNo);
  if (order === undefined) return answer.result(reply, notFound);
  return answer.result(reply, { ...fine, status: life.cancel(order) ? 'SUCCESS' : 'FAIL' });
};

const returnsPageMax = 200;

const listReturns: Handler = ({ orders, answer }, parameters, _request, reply) => {
  const {
    merchantNo,
    queryStartDate = '',
    queryEndDate = '',
    pageNo = '1',
    pageSize = '50',
  } = parameters;
  const found = orders.all().filter(({ returnedAt, merchantNo: of }) => {
    const day = returnedAt === undefined ? '' : dayOf(instantOfMillis(returnedAt));
    return of === merchantNo && day !== '' && queryStartDate <= day && day <= queryEndDate;
  });
  const size = Math.min(Number(pageSize), returnsPageMax);
  const shown = found.slice((Number(pageNo) - 1) * size, Number(pageNo) * size);
  const reverseDetailDTOList = shown.map((order) => ({
    requestNo: order.requestNo,
    orderNo: order.orderNo,
    orderAmount: order.amount,
    orderTime: chinaText(order.orderedAt),
    finishTime: chinaText(order.finishedAt ?? 0),
    reverseTime: chinaText(order.returnedAt ?? 0),
    reverseReason: '银行退票',
  }));
  return answer.result(reply, {
    ...fine,
    totalSize: found.length,
    pageNo: Number(pageNo),
    pageSize: size,
    reverseDetailDTOList,
  });
};

const accountInfos: Handler = ({ orders, answer }, { merchantNo = '' }, _request, reply) => {
  const balance = amountText(orders.totals(merchantNo).balance);
  const accountInfoList = [{ accountType: 'FUND_ACCOUNT', balance, accountStatus: 'AVAILABLE' }];
  return answer.result(reply, {
    ...fine,
    initiateMerchantNo: merchantNo,
    merchantNo,
    totalAccountBalance: balance,
    accountInfoList,
  });
};

const endBalance: Handler = (
  { orders, answer },
  { merchantNo = '', date = '' },
  _request,
  reply,
) => {
  const end = Date.parse(`${date}T00:00:00+08:00`) + 86_400_000 - 1;
  if (Number.isNaN(end)) return answer.result(reply, { code: '00001', message: 'date' });
  return answer.result(reply, {
    code: '00000',
    merchantNo,
    balance: amountText(orders.totals(merchantNo, end).balance),
  });
};

const downloadBill: Handler = ({ orders, answer }, { bizType, billDate = '' }, _request, reply) => {
  const kind = bizType === 'UA_PAY_REFUND' ? 'UA_PAY_REFUND' : 'UA_PAY';
  const text = billText(kind, billDate, orders.all());
  if (text === undefined) return answer.error(reply, '40044', 'isv.scene.filestore.get.not-exists');
  return reply
    .header('content-type', 'application/octet-stream')
    .header('content-disposition', `attachment; filename=${kind}-${billDate}.csv`)
    .send(text);
};

const orderShape = z.object({
  parentMerchantNo: z.string(),
  merchantNo: z.string(),
  requestNo: z.string().min(1).max(32),
  orderAmount: z.string().refine((text) => (amountFromRequest(text) ?? 0n) > 0n),
  receiveType: z.enum(['REAL_TIME', 'TWO_HOUR', 'NEXT_DAY']),
  notifyUrl: z.string().optional(),
  receiverInfo: z.object({
    receiverAccountNo: z.string().min(1),
    receiverAccountName: z.string().min(1),
    receiverBankCode: z.string().optional(),
    bankAccountType: z.string(),
  }),
});

const placeOrder: Handler = (tools, _parameters, request, reply) => {
  const parsed = orderShape.safeParse(JSON.parse(String(request.body)));
  if (!parsed.success) return tools.answer.error(reply, '40042', 'isv.check.request-param.format');
  return takeOrder(tools, parsed.data, reply);
};

const routes: readonly {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly handler: Handler;
}[] = [
  { method: 'POST', path: '/rest/v2.0/account/pay/order', handler: placeOrder },
  { method: 'GET', path: '/rest/v1.0/account/pay/system/query', handler: queryOrder },
  { method: 'POST', path: '/rest/v1.0/account/pay/cancel', handler: cancelOrder },
  { method: 'POST', path: '/rest/v1.0/account/pay/reverse/query', handler: listReturns },
  { method: 'GET', path: '/rest/v1.0/account/accountinfos/query', handler: accountInfos },
  { method: 'GET', path: '/rest/v1.0/std/end-balance/query', handler: endBalance },
  { method: 'GET', path: '/yos/v1.0/bill/download', handler: downloadBill },
];

/** The provider's own addresses, under the gateway's context. */
export const providerRoutes =
  (tools: ProviderTools): FastifyPluginAsync =>
  async (app) => {
    for (const { method, path, handler } of routes) {
      app.route({
        method,
        url: `${context}${path}`,
        handler: async (request, reply) => {
          const { method: asked, url, body } = request;
          if (tools.requests.push({ method: asked, url, body: String(body ?? '') }) > requestsKept)
            tools.requests.shift();
          const genuine = authenticate(request, context, tools.appKey, tools.verifier, tools.now());
          if ('code' in genuine) return tools.answer.error(reply, genuine.code, genuine.subCode);
          return handler(tools, genuine.parameters, request, reply);
        },
      });
    }
  };
