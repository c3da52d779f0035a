import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AccountFeed } from '../live/account-feed.ts';
import { newsStream } from '../live/news-stream.ts';
import { realTimers } from '../real-timers.ts';
import { doctorParams } from './address-params.ts';
import { sendInvalid, sendProblem } from './problem.ts';
import type { Routes } from './route-tools.ts';

/** Connections that may listen at once: in all, and to one account. */
const listenersMax = 1_000;
const listenersOfOneMax = 10;

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
  // When the news end, so does the connection: kept alive, it would keep the service from ending.
  connection: 'close',
};

/** News of a doctor's account as it happens, so that a page can show a payout moving. */
export const liveRoutes: Routes = (tools) => async (app) => {
  const { ledger, store, clock, gate } = tools;
  const feed = new AccountFeed(store);
  const listening = new Map<string, number>();
  let all = 0;
  const count = (account: string, by: 1 | -1): void => {
    all += by;
    const of = (listening.get(account) ?? 0) + by;
    if (of === 0) listening.delete(account);
    else listening.set(account, of);
  };
  // Open streams would keep the service from ending.
  app.addHook('preClose', async () => feed.close());

  app.get(
    '/v1/doctors/:doctorId/events',
    {
      onRequest: gate(['doctor', 'finance', 'auditor'], 'doctorId'),
      schema: {
        summary: 'What happens to the account, as server-sent events',
        description: 'Each event has its position as id; Last-Event-ID goes on after it.',
        params: doctorParams,
        querystring: z.strictObject({}),
      },
    },
    async (request, reply): Promise<FastifyReply> => {
      const { doctorId: account } = request.params;
      const of = await ledger.desk.accountOf(account);
      if (of === undefined) return sendProblem(reply, 'doctor-unknown', { doctorId: account });
      const said = request.headers['last-event-id'];
      const after = typeof said === 'string' ? store.parsePosition(said) : undefined;
      if (said !== undefined && after === undefined)
        return sendInvalid(reply, [
          { path: 'last-event-id', message: 'expected the id of an event' },
        ]);
      if (all >= listenersMax || (listening.get(account) ?? 0) >= listenersOfOneMax)
        return sendProblem(reply, 'busy');
      count(account, 1);
      try {
        const from = { store, feed, timers: realTimers };
        const stream = await newsStream(from, {
          account,
          since: of.since,
          now: clock.now(),
          after,
        });
        stream.once('close', () => count(account, -1));
        return reply.headers(headers).send(stream);
      } catch (error) {
        count(account, -1);
        throw error;
      }
    },
  );
};
