import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Position } from '../../domain/ports/event-store.ts';
import type { AppPorts } from '../app.ts';
import { StoreUnreadable } from '../ledger/stored-facts.ts';
import { sendInvalid, sendProblem } from './problem.ts';
import type { RouteTools } from './route-tools.ts';

/** How long a read waits for the position it was asked to have seen, ms. */
const patienceMs = 2_000;

/** How long a read that names no position waits for what has been written by now, ms. */
const courtesyMs = 200;

/**
 * Waits until the views, or the one that will be read, have seen what the caller wrote; answers the
 * problem itself where they do not. Who names no position is let wait a little for all that is written
 * by now, where asking for that costs nothing: so nobody misses what they have only just done.
 */
export const seen = async (
  { views, store }: RouteTools,
  request: FastifyRequest,
  reply: FastifyReply,
  view?: string,
): Promise<boolean> => {
  const { 'at-least': asked } = request.query as { readonly 'at-least'?: string };
  if (asked === undefined) {
    const head = store.shared ? undefined : await headOf({ store });
    if (head !== undefined) await views.caughtUpTo(head, courtesyMs, view);
    return true;
  }
  const position = store.parsePosition(asked);
  if (position === undefined) {
    sendInvalid(reply, [
      { path: 'at-least', message: 'expected a position that a write has answered' },
    ]);
    return false;
  }
  if (await views.caughtUpTo(position, patienceMs, view)) return true;
  sendProblem(reply, 'views-behind', { position: asked });
  return false;
};

/** Where the log stands; a store that does not say is told apart from a bug of ours. */
export const headOf = async ({ store }: Pick<AppPorts, 'store'>): Promise<Position | undefined> => {
  try {
    return await store.head();
  } catch (error) {
    throw new StoreUnreadable('of all facts', error);
  }
};

/** Waits until the views have seen all that is written by now; false where they do not in time. */
export const viewsAtHead = async (tools: RouteTools, view?: string): Promise<boolean> => {
  const head = await headOf(tools);
  return head === undefined || tools.views.caughtUpTo(head, patienceMs, view);
};

/** A row of a view, looked for again where it may only just have been written. */
export const found = async <Row>(
  tools: RouteTools,
  look: () => Row | undefined,
): Promise<Row | undefined> => {
  const row = look();
  if (row !== undefined) return row;
  await viewsAtHead(tools);
  return look();
};

/** Where the log stands, also where a repeat of something long ago has no position of its own. */
export const positionOr = async (
  tools: RouteTools,
  position: Position | undefined,
): Promise<Position | undefined> => position ?? (await headOf(tools));
