import type { EventStore } from '../../domain/ports/event-store.ts';
import type { ViewStore } from '../../projections/view-store.ts';
import { positionWaiters } from './position-waiters.ts';
import { storedViews } from './stored-views.ts';
import { ViewFolder } from './view-folder.ts';
import type { Views } from './views.ts';

export type InProcessViewsOptions = {
  readonly store: EventStore;
  readonly viewStore: ViewStore;
  /** Told when a fact cannot be folded: the views stand still from then on, and health says so. */
  readonly onStopped: (error: unknown) => void;
};

/** Views kept up to date in this thread: for stores without a thread of their own, and for tests. */
export const inProcessViews = async ({
  store,
  viewStore,
  onStopped,
}: InProcessViewsOptions): Promise<Views> => {
  const folder = new ViewFolder(store, viewStore);
  const waiters = positionWaiters((a, b) => store.comparePositions(a, b));
  const tell = (): void => {
    const position = folder.position();
    if (position !== undefined) waiters.moved(position);
  };
  await folder.catchUp();
  tell();
  const ending = new AbortController();
  const following = follow(store, folder, tell, ending.signal).catch((error: unknown) => {
    if (!ending.signal.aborted) onStopped(error);
  });
  return {
    ...storedViews(viewStore, waiters.position),
    position: waiters.position,
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
): Promise<void> => {
  for await (const item of store.subscribeAll({ after: folder.position(), signal })) {
    if (item.kind === 'caught-up' || signal.aborted) continue;
    const position = item.kind === 'fact' ? item.fact.position : item.position;
    const seen = folder.position();
    if (seen !== undefined && store.comparePositions(position, seen) <= 0) continue;
    await folder.catchUp();
    tell();
  }
};
