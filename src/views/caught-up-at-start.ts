import type { EventStore } from '../../domain/ports/event-store.ts';
import type { Views } from './views.ts';

/** Building all views of a large log anew takes minutes; after this many ms the service starts without. */
const patienceMs = 900_000;
const sliceMs = 250;

/**
 * Waits until the views have seen what the log holds at the start: views that are being built from
 * nothing would answer that nobody has any money. Not longer than they can still get there.
 */
export const caughtUpAtStart = async (
  store: Pick<EventStore, 'head'>,
  views: Pick<Views, 'caughtUpTo'>,
  haveStopped: () => boolean,
): Promise<void> => {
  const head = await store.head();
  if (head === undefined) return;
  for (let waited = 0; waited < patienceMs && !haveStopped(); waited += sliceMs)
    if (await views.caughtUpTo(head, sliceMs)) return;
};
