import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { read, theirMistakes } from './control-routes.ts';
import { type Genuineness, genuineness, type Notifier } from './notifier.ts';
import { orderStatus, type SandboxOrder } from './order.ts';
import type { Tools } from './tools.ts';
import { queryFields } from './views.ts';

const timesMax = 1_000;

const told = z.strictObject({
  requestNo: z.string().min(1),
  times: z.number().int().min(1).max(timesMax).default(1),
  as: z.enum(genuineness).default('genuine'),
  /** Said otherwise than they are. */
  fields: z.record(z.string(), z.string()).default({}),
  /** Where to, for an order that nobody gave; else where the order says. */
  notifyUrl: z.url().optional(),
});

const settled = z.strictObject({
  requestNo: z.string().min(1),
  status: orderStatus.extract(['SUCCESS', 'FAIL', 'CANCELED']),
  failCode: z.string().optional(),
});

/** News on demand: repeated, late, false or contradicting what was said before. */
export const newsRoutes =
  ({ orders, life }: Tools, notifier: Notifier): FastifyPluginAsync =>
  async (app) => {
    app.setErrorHandler(theirMistakes);
    app.post('/sandbox/notifications', async (request, reply) => {
      const { requestNo, times, as, fields, notifyUrl } = read(told, request.body);
      const order = orders.get(requestNo);
      const url = notifyUrl ?? order?.notifyUrl;
      if (url === undefined) return reply.code(409).send({ error: 'it does not say where to' });
      const text = JSON.stringify({ ...knownFields(order, requestNo), ...fields });
      return { sent: times, taken: await deliveries(notifier, url, text, times, as) };
    });
    app.post('/sandbox/settlements', async (request, reply) => {
      const { requestNo, status, failCode } = read(settled, request.body);
      const order = orders.get(requestNo);
      if (order === undefined) return reply.code(404).send({ error: 'no such order' });
      return { requestNo, status: life.settle(order, { status, failCode }).status };
    });
  };

const knownFields = (order: SandboxOrder | undefined, requestNo: string) =>
  order === undefined ? { requestNo, status: 'SUCCESS' } : queryFields(order);

/** One after another; how many of them were answered `SUCCESS`. */
const deliveries = async (
  notifier: Notifier,
  url: string,
  text: string,
  times: number,
  as: Genuineness,
): Promise<number> => {
  let taken = 0;
  for (let turn = 0; turn < times; turn += 1) if (await notifier.deliver(url, text, as)) taken += 1;
  return taken;
};
