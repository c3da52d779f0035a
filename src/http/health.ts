import { z } from 'zod';
import type { Position } from '../../domain/ports/event-store.ts';
import { position } from './answers.ts';
import { freezesNow } from './freezes-shown.ts';
import { sendProblem } from './problem.ts';
import type { Routes } from './route-tools.ts';

/** What health knows beyond positions: whether a part of the service has stopped, and why. */
export type Health = {
  readonly stopped: readonly string[];
  /** How many payouts are under way, and when the last sweep was completed, ms since 1970. */
  readonly payouts?: { readonly underWay: number; readonly sweptAt: number | undefined };
  /** Whether new earning ids are known to be new without looking them up. */
  readonly earningIdsSifted?: boolean;
};

const healthShown = z.object({
  status: z.string(),
  head: position.nullable().optional(),
  views: position.nullable().optional(),
  projections: z
    .array(
      z.object({
        name: z.string(),
        version: z.number(),
        state: z.enum(['serving', 'building']),
        position: position.nullable(),
        isBehind: z.boolean(),
      }),
    )
    .optional()
    .meta({ description: 'Every view, and whether it has read the log to its head' }),
  frozen: z
    .array(z.string())
    .optional()
    .meta({ description: 'What payouts are stopped: all, a provider, payers by their id' }),
});

/** How long the views may take to see the log's head of this moment and still be called ready, ms. */
const patienceMs = 1_000;

/** No view's name: asks for those that are not being built anew, which answer as they were until then. */
const settled = 'settled';

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
      const caughtUp = head === undefined || (await views.caughtUpTo(head, patienceMs, settled));
      const positions = {
        head: head ?? null,
        views: views.position() ?? null,
        projections: views.stored().map(({ name, version, state, progress }) => ({
          ...{ name, version, state },
          position: progress.position ?? null,
          isBehind: progress.position !== (head ?? undefined),
        })),
      };
      if (stopped.length > 0 || !caughtUp)
        return sendProblem(reply, 'not-ready', { stopped, ...positions });
      // Ready all the same: withdrawals are accepted, and what is stopped is stopped on purpose.
      return { status: 'ready', ...positions, frozen: [...frozen] };
    },
  );
};
