import type { Position } from '../../domain/ports/event-store.ts';
import { healthShown } from './answers.ts';
import { freezesNow } from './freezes.ts';
import { sendProblem } from './problem.ts';
import type { Routes } from './route-tools.ts';

/** What health knows beyond positions: whether a part of the service has stopped, and why. */
export type Health = {
  readonly stopped: readonly string[];
  /** How many payouts are under way, and when the last sweep was completed, ms since 1970. */
  readonly payouts?: { readonly underWay: number; readonly sweptAt: number | undefined };
};

/** How long the views may take to see the log's head of this moment and still be called ready, ms. */
const patienceMs = 1_000;

/** Live: the process answers. Ready: the store answers, and the views have seen its head of a moment ago. */
export const healthRoutes: Routes = (tools) => async (app) => {
  const { store, views, health } = tools;
  app.get(
    '/health/live',
    {
      schema: {
        summary: 'Is the process alive',
        security: [],
        response: { 200: healthShown },
      },
    },
    async () => ({ status: 'live' }),
  );
  app.get(
    '/health/ready',
    { schema: { summary: 'Can it serve', security: [], response: { 200: healthShown } } },
    async (request, reply) => {
      const { stopped } = health();
      let head: Position | undefined;
      let frozen: readonly string[];
      try {
        head = await store.head();
        frozen = (await freezesNow(tools)).map(({ scope, payerId }) => payerId ?? scope);
      } catch (error) {
        request.log.error({ err: error }, 'the store does not answer');
        return sendProblem(reply, 'not-ready', { stopped: [...stopped, 'store'] });
      }
      const caughtUp = head === undefined || (await views.caughtUpTo(head, patienceMs));
      const positions = { head: head ?? null, views: views.position() ?? null };
      if (stopped.length > 0 || !caughtUp)
        return sendProblem(reply, 'not-ready', { stopped, ...positions });
      // Ready all the same: withdrawals are accepted, and what is stopped is stopped on purpose.
      return { status: 'ready', ...positions, frozen: [...frozen] };
    },
  );
};
