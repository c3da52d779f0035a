import type { Timers } from '../../domain/ports/clock.ts';
import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import { realTimers } from '../real-timers.ts';

/** Callers that may wait at once for the views to catch up. */
const waitersMax = 10_000;

type Waiter = { readonly position: Position; readonly wake: (reached: boolean) => void };

/** Lets readers wait until the views have seen their own write. */
export const positionWaiters = (
  compare: EventStore['comparePositions'],
  timers: Timers = realTimers,
) => {
  const waiters = new Set<Waiter>();
  let reached: Position | undefined;
  return {
    position: (): Position | undefined => reached,
    isAnyoneWaiting: (): boolean => waiters.size > 0,
    moved: (to: Position): void => {
      reached = to;
      for (const waiter of waiters) {
        if (compare(waiter.position, to) > 0) continue;
        waiters.delete(waiter);
        waiter.wake(true);
      }
    },
    caughtUpTo: (position: Position, patienceMs: number): Promise<boolean> => {
      if (reached !== undefined && compare(position, reached) <= 0) return Promise.resolve(true);
      if (waiters.size >= waitersMax) return Promise.resolve(false);
      return new Promise((resolve) => {
        const waiter: Waiter = {
          position,
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
