import type { Instant } from '../time.ts';

/** Where time comes from. Only the outermost shell asks; commands carry the answer. */
export interface Clock {
  now(): Instant;
}
