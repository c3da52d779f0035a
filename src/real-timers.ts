import { setImmediate } from 'node:timers/promises';
import type { Timers } from '../domain/ports/clock.ts';

/** Time as it passes outside. */
export const realTimers: Timers = {
  after: (millis, wake) => {
    const timer = setTimeout(wake, millis);
    return () => clearTimeout(timer);
  },
  turn: () => setImmediate(),
};
