import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Scenario } from './scenarios.ts';
import type { Tools } from './tools.ts';

/** Longer than any client waits: the answer never comes. */
const foreverMs = 120_000;

type Untaken = (
  tools: Tools,
  reply: FastifyReply,
  requestNo: string,
) => FastifyReply | Promise<FastifyReply>;

/** The scenarios in which an order is not taken, and how that is told. */
export const notTaken: { readonly [scenario in Scenario]?: Untaken } = {
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

/** Nothing of the gateway's own, as a proxy in between would say it. */
export const badGateway = (reply: FastifyReply): FastifyReply =>
  reply.code(502).type('text/html').send('<html><body>502 Bad Gateway</body></html>');

export const dropped = (reply: FastifyReply): FastifyReply => {
  reply.hijack();
  reply.raw.destroy();
  return reply;
};

export const never = async (reply: FastifyReply, signal: AbortSignal): Promise<FastifyReply> => {
  await pause(foreverMs, undefined, { ref: false, signal }).catch(() => undefined);
  return dropped(reply);
};

export const shortOfFunds = { returnCode: 'UA00012', returnMsg: '余额不足' };
