import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { amountFromRequest, amountText } from '../../../domain/money.ts';
import type { SandboxOrder } from './order.ts';
import type { RequestLog } from './request-log.ts';
import { balanceOf, type Sums } from './sums.ts';
import { switchesChange } from './switches.ts';
import type { Tools } from './tools.ts';

const funding = z.strictObject({
  fundingId: z.string().min(1),
  merchantNo: z.string().min(1),
  amount: z.string(),
});
const scenarioList = z.strictObject({ rules: switchesChange.shape.rules.unwrap() });
const moved = z.strictObject({ byMs: z.number().int() });
const sentBack = z.strictObject({ requestNo: z.string() });

/** What cannot be read is the caller's mistake; the rest is ours. */
export const theirMistakes = (
  error: FastifyError | z.ZodError | SyntaxError,
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => {
  const isTheirs = error instanceof z.ZodError || error instanceof SyntaxError;
  return reply.code(isTheirs ? 400 : 500).send({ error: error.message });
};

export const read = <T>(shape: z.ZodType<T>, body: unknown): T =>
  shape.parse(JSON.parse(String(body)));

/** What a test or a demo says to the stand-in; the real provider has nothing like it. */
export const controlRoutes =
  ({ orders, life, board, now }: Tools): FastifyPluginAsync =>
  async (app) => {
    app.setErrorHandler(theirMistakes);
    app.post('/sandbox/fundings', async (request, reply) => {
      const { fundingId, merchantNo, amount } = read(funding, request.body);
      const money = amountFromRequest(amount);
      if (money === undefined) return reply.code(400).send({ error: 'amount: yuan as text' });
      if (orders.fund(fundingId, merchantNo, money, now()) === 'differs')
        return reply.code(409).send({ error: 'this funding was said before with another content' });
      return { merchantNo, balance: amountText(balanceOf(orders.sums(merchantNo))) };
    });
    app.post('/sandbox/scenarios', async (request) => {
      const { rules } = read(scenarioList, request.body);
      board.set({ rules });
      return { rules: rules.length };
    });
    app.post('/sandbox/switches', async (request) => {
      board.set(read(switchesChange, request.body));
      life.clockMoved();
      return board.now;
    });
    app.get('/sandbox/switches', async () => board.now);
    app.post('/sandbox/clock', async (request) => {
      const { byMs } = read(moved, request.body);
      board.set({ clockOffsetMs: board.now.clockOffsetMs + byMs });
      life.clockMoved();
      return { now: now() };
    });
    app.post('/sandbox/returns', async (request, reply) => {
      const { requestNo } = read(sentBack, request.body);
      const order = orders.get(requestNo);
      if (order?.status !== 'SUCCESS' || order.returnedAt !== undefined)
        return reply.code(409).send({ error: 'only a paid order can be sent back, once' });
      return { requestNo, returnedAt: life.sendBack(order).returnedAt };
    });
  };

/** What a test or a demo asks the stand-in. */
export const insightRoutes =
  ({ orders }: Tools, log: RequestLog): FastifyPluginAsync =>
  async (app) => {
    app.get('/sandbox/orders', async () => ({ items: [...orders.all()].map(shown) }));
    app.get('/sandbox/summary', async () => ({
      merchants: Object.fromEntries(
        orders.merchants().map((merchantNo) => [merchantNo, summary(orders.sums(merchantNo))]),
      ),
    }));
    app.get('/sandbox/requests', async () => ({ items: log.seen() }));
  };

const shown = (order: SandboxOrder) => {
  const { requestNo, orderNo, merchantNo, amount, fee, status, scenario } = order;
  const { finishedAt, returnedAt } = order;
  const paid = status === 'SUCCESS' && returnedAt === undefined;
  const what = { requestNo, orderNo, merchantNo, amount, fee, status, paid };
  return { ...what, scenario, finishedAt, returnedAt };
};

const summary = (totals: Sums) => ({
  paid: amountText(totals.paid),
  returned: amountText(totals.returned),
  fees: amountText(totals.fees),
  funded: amountText(totals.funded),
  reserved: amountText(totals.reserved),
  balance: amountText(balanceOf(totals)),
  orders: totals.orders,
  count: totals.count,
});
