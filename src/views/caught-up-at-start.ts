import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import { readTo } from './read-to.ts';
import type { Views } from './views.ts';

/** Building all views of a large log anew takes minutes; after this many ms the service starts without. */
const patienceMs = 900_000;
const sliceMs = 250;

/**
 * Waits until the views that answer have seen what the log holds at the start: views that are being
 * built from nothing would answer that nobody has any money. A view that is new in this version is
 * built beside them and not waited for. Not longer than they can still get there.
 */
export const caughtUpAtStart = async (
  store: Pick<EventStore, 'head' | 'comparePositions'>,
  views: Pick<Views, 'caughtUpTo' | 'stored'>,
  haveStopped: () => boolean,
): Promise<void> => {
  const head = await store.head();
  if (head === undefined) return;
  const haveSeen = (position: Position | undefined): boolean =>
    position !== undefined && store.comparePositions(position, head) >= 0;
  const answering = () => views.stored().filter(({ state }) => state === 'serving');
  for (let waited = 0; waited < patienceMs && !haveStopped(); waited += sliceMs) {
    const serving = answering();
    if (serving.length > 0 && serving.every(({ progress }) => haveSeen(readTo(progress)))) return;
    if (await views.caughtUpTo(head, sliceMs)) return;
  }
};
