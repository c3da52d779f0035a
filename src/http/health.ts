import type { Position } from '../../domain/ports/event-store.ts';
import { healthShown } from './answers.ts';
import { sendProblem } from './problem.ts';
import type { Routes } from './route-tools.ts';

/** What health knows beyond positions: whether a part of the service has stopped, and why. */
export type Health = { readonly stopped: readonly string[] };

/** How long the views may take to see the log's head of this moment and still be called ready, ms. */
const patienceMs = 1_000;

/** Live: the process answers. Ready: the store answers, and the views have seen its head of a moment ago. */
export const healthRoutes: Routes =
  ({ store, views, health }) =>
  async (app) => {
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
        try {
          head = await store.head();
        } catch (error) {
          request.log.error({ err: error }, 'the store does not answer');
          return sendProblem(reply, 'not-ready', { stopped: [...stopped, 'store'] });
        }
        const caughtUp = head === undefined || (await views.caughtUpTo(head, patienceMs));
        const positions = { head: head ?? null, views: views.position() ?? null };
        if (stopped.length > 0 || !caughtUp)
          return sendProblem(reply, 'not-ready', { stopped, ...positions });
        return { status: 'ready', ...positions };
      },
    );
  };
