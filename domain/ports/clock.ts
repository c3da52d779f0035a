import type { Instant } from '../time.ts';

/** Where time comes from. Only the outermost shell asks; commands carry the answer. */
export interface Clock {
  now(): Instant;
}

/** Letting time pass. Real timers are known in one place; a simulated world brings its own. */
export interface Timers {
  /** Runs `wake` once after `millis` ms; calling what it returns before then prevents that. */
  after(millis: number, wake: () => void): () => void;
  /** Lets everything else that is ready go first. */
  turn(): Promise<void>;
}
