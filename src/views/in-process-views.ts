import type { Timers } from '../../domain/ports/clock.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { ViewStore } from '../../projections/view-store.ts';
import { realTimers } from '../real-timers.ts';
import { positionWaiters } from './position-waiters.ts';
import { storedViews } from './stored-views.ts';
import { ViewFolder } from './view-folder.ts';
import type { Views } from './views.ts';

export type InProcessViewsOptions = {
  readonly store: EventStore;
  readonly viewStore: ViewStore;
  /** Told when a fact cannot be folded: the views stand still from then on, and health says so. */
  readonly onStopped: (error: unknown) => void;
  readonly timers?: Timers | undefined;
};

/** Views kept up to date in this thread: for stores without a thread of their own, and for tests. */
export const inProcessViews = async ({
  store,
  viewStore,
  onStopped,
  timers = realTimers,
}: InProcessViewsOptions): Promise<Views> => {
  const folder = new ViewFolder(store, viewStore);
  const waiters = positionWaiters((a, b) => store.comparePositions(a, b), timers);
  const ending = new AbortController();
  const tell = (): void => waiters.moved(folder.reached());
  tell();
  const following = follow(store, folder, tell, ending.signal, timers).catch((error: unknown) => {
    if (!ending.signal.aborted) onStopped(error);
  });
  return {
    ...storedViews(viewStore),
    position: waiters.position,
    rebuilding: waiters.rebuilding,
    caughtUpTo: waiters.caughtUpTo,
    close: async () => {
      ending.abort();
      await following;
      waiters.close();
      viewStore.close();
    },
  };
};

/** The feed only rings; the folder reads page by page, so that a burst is folded and saved together. */
const follow = async (
  store: EventStore,
  folder: ViewFolder,
  tell: () => void,
  signal: AbortSignal,
  timers: Timers,
): Promise<void> => {
  const catchUp = async (): Promise<void> => {
    while (!signal.aborted && (await folder.step())) {
      tell();
      // Lets requests in between the pages of a long catch-up.
      await timers.turn();
    }
    tell();
  };
  await catchUp();
  const seen = folder.position();
  for await (const item of store.subscribeAll({ after: seen, signal })) {
    if (signal.aborted) return;
    if (item.kind === 'caught-up') continue;
    const position = item.kind === 'fact' ? item.fact.position : item.position;
    const reached = folder.position();
    if (reached !== undefined && store.comparePositions(position, reached) <= 0) continue;
    await catchUp();
  }
};
