import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { Verifier } from '../protocol/signer.ts';
import { accountBalance, accountInfos, endBalance, listMovements } from './account-routes.ts';
import { authenticate } from './authentication.ts';
import { downloadBill } from './bill-routes.ts';
import { badGateway, dropped } from './not-taken.ts';
import {
  cancelOrder,
  listReturns,
  placeOrder,
  placeOrderByForm,
  queryOrder,
} from './order-routes.ts';
import type { RequestLog } from './request-log.ts';
import type { Handler, Tools } from './tools.ts';

const context = '/yop-center';

const posts: { readonly [path: string]: Handler } = {
  '/rest/v2.0/account/pay/order': placeOrder,
  '/rest/v1.0/account/pay/order': placeOrderByForm,
  '/rest/v1.0/account/pay/cancel': cancelOrder,
  '/rest/v1.0/account/pay/reverse/query': listReturns,
};
const gets: { readonly [path: string]: Handler } = {
  '/rest/v1.0/account/pay/system/query': queryOrder,
  '/rest/v1.0/account/accountinfos/query': accountInfos,
  '/rest/v1.0/account/balance/query': accountBalance,
  '/rest/v1.0/std/end-balance/query': endBalance,
  '/rest/v1.0/std/bill/fundbill/flow/query': listMovements,
  '/yos/v1.0/bill/download': downloadBill,
};

export type Keeper = {
  readonly appKey: string;
  readonly verifier: Verifier;
  readonly log: RequestLog;
};

/** The provider's own addresses, under the gateway's context. */
export const providerRoutes =
  (tools: Tools, { appKey, verifier, log }: Keeper): FastifyPluginAsync =>
  async (app) => {
    const add = (method: 'GET' | 'POST', path: string, handler: Handler): void => {
      app.route({
        method,
        url: `${context}${path}`,
        handler: (request, reply) => {
          log.note(request);
          const broken = outage(tools, reply);
          if (broken !== undefined) return broken;
          const genuine = authenticate(request, { context, appKey, verifier, now: tools.now() });
          return 'code' in genuine
            ? tools.answer.error(reply, genuine.code, genuine.subCode)
            : handler(tools, genuine.parameters, reply, request);
        },
      });
    };
    for (const [path, handler] of Object.entries(posts)) add('POST', path, handler);
    for (const [path, handler] of Object.entries(gets)) add('GET', path, handler);
  };

/** What an outage makes of every call; undefined when there is none. */
const outage = ({ board, answer }: Tools, reply: FastifyReply): FastifyReply | undefined => {
  switch (board.now.outage) {
    case 'none':
      return undefined;
    case 'bad-gateway':
      return badGateway(reply);
    case 'hang-up':
      return dropped(reply);
    case 'busy':
      return answer.error(reply, '40029', 'sys.limit.rate-limit');
  }
};
