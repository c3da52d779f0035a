import type { Timers } from '../../domain/ports/clock.ts';
import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import { realTimers } from '../real-timers.ts';
import { type Reached, reachedBy } from './reached.ts';

/** Callers that may wait at once for the views to catch up. */
const waitersMax = 10_000;

type Waiter = {
  readonly position: Position;
  readonly view: string | undefined;
  readonly wake: (reached: boolean) => void;
};

/** Lets readers wait until the views have seen their own write. */
export const positionWaiters = (
  compare: EventStore['comparePositions'],
  timers: Timers = realTimers,
) => {
  const waiters = new Set<Waiter>();
  let reached: Reached = { all: undefined, others: undefined, rebuilding: [] };
  const hasReached = (position: Position, view: string | undefined): boolean => {
    const own = reachedBy(reached, view);
    return own !== undefined && compare(position, own) <= 0;
  };
  return {
    position: (): Position | undefined => reached.all,
    rebuilding: (): readonly string[] => reached.rebuilding,
    isAnyoneWaiting: (): boolean => waiters.size > 0,
    moved: (to: Reached): void => {
      reached = to;
      for (const waiter of waiters) {
        if (!hasReached(waiter.position, waiter.view)) continue;
        waiters.delete(waiter);
        waiter.wake(true);
      }
    },
    caughtUpTo: (position: Position, patienceMs: number, view?: string): Promise<boolean> => {
      if (hasReached(position, view)) return Promise.resolve(true);
      if (waiters.size >= waitersMax) return Promise.resolve(false);
      return new Promise((resolve) => {
        const waiter: Waiter = {
          position,
          view,
          wake: (answer) => {
            notLate();
            resolve(answer);
          },
        };
        const notLate = timers.after(patienceMs, () => {
          waiters.delete(waiter);
          resolve(false);
        });
        waiters.add(waiter);
      });
    },
    close: (): void => {
      for (const { wake } of waiters) wake(false);
      waiters.clear();
    },
  };
};
