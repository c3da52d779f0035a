import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { amountFromRequest, amountText } from '../../../domain/money.ts';
import type { OrderLife } from './order-life.ts';
import type { SandboxOrders } from './orders.ts';
import { type scenarioChooser, scenarioRule } from './scenarios.ts';
import type { RequestSeen } from './server.ts';

export type ControlTools = {
  readonly orders: SandboxOrders;
  readonly life: OrderLife;
  readonly chooser: ReturnType<typeof scenarioChooser>;
  readonly now: () => number;
  readonly requests: readonly RequestSeen[];
  readonly moveClock: (byMs: number) => number;
};

const funding = z.strictObject({
  fundingId: z.string().min(1),
  merchantNo: z.string().min(1),
  amount: z.string(),
});
const scenarioList = z.strictObject({ rules: z.array(scenarioRule).max(10_000) });
const moved = z.strictObject({ byMs: z.number().int() });
const sentBack = z.strictObject({ requestNo: z.string() });

/** What a test or a demo says to the stand-in; the real provider has nothing like it. */
export const controlRoutes =
  ({ orders, life, chooser, now, requests, moveClock }: ControlTools): FastifyPluginAsync =>
  async (app) => {
    app.post('/sandbox/fundings', async (request, reply) => {
      const { fundingId, merchantNo, amount } = funding.parse(JSON.parse(String(request.body)));
      const money = amountFromRequest(amount);
      if (money === undefined)
        return reply.code(400).send({ error: 'amount: expected yuan as text' });
      orders.fund(fundingId, merchantNo, money, now());
      return { merchantNo, balance: amountText(orders.totals(merchantNo).balance) };
    });
    app.post('/sandbox/scenarios', async (request) => {
      const { rules } = scenarioList.parse(JSON.parse(String(request.body)));
      chooser.set(rules);
      return { rules: rules.length };
    });
    app.post('/sandbox/clock', async (request) => ({
      now: moveClock(moved.parse(JSON.parse(String(request.body))).byMs),
    }));
    app.post('/sandbox/returns', async (request, reply) => {
      const { requestNo } = sentBack.parse(JSON.parse(String(request.body)));
      const order = orders.get(requestNo);
      if (order?.status !== 'SUCCESS')
        return reply.code(409).send({ error: 'only a paid order can be sent back' });
      return { requestNo, returnedAt: life.sendBack(order).returnedAt };
    });
    app.get('/sandbox/orders', async () => ({
      items: orders
        .all()
        .map(
          ({
            requestNo,
            orderNo,
            merchantNo,
            amount,
            fee,
            status,
            scenario,
            finishedAt,
            returnedAt,
          }) => ({
            requestNo,
            orderNo,
            merchantNo,
            amount,
            fee,
            status,
            scenario,
            finishedAt,
            returnedAt,
            paid: status === 'SUCCESS' && returnedAt === undefined,
          }),
        ),
    }));
    app.get('/sandbox/summary', async () => ({
      merchants: Object.fromEntries(
        orders.merchants().map((merchantNo) => {
          const {
            paid,
            returned,
            fees,
            funded,
            balance,
            orders: count,
          } = orders.totals(merchantNo);
          const shown = { paid, returned, fees, funded, balance };
          return [
            merchantNo,
            {
              ...Object.fromEntries(
                Object.entries(shown).map(([name, amount]) => [name, amountText(amount)]),
              ),
              orders: count,
            },
          ];
        }),
      ),
    }));
    app.get('/sandbox/requests', async () => ({ items: requests }));
  };
