import { setImmediate } from 'node:timers/promises';
import type { Clock, Timers } from '../domain/ports/clock.ts';
import { instantOfMillis } from '../domain/time.ts';

/** Time as it passes outside. */
export const realTimers: Timers = {
  after: (millis, wake) => {
    const timer = setTimeout(wake, millis);
    return () => clearTimeout(timer);
  },
  turn: () => setImmediate(),
};

/** The machine's clock; it may be set back. */
export const realClock: Clock = { now: () => instantOfMillis(Date.now()) };
