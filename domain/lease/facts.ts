import type { Reference } from '../identifiers.ts';
import type { Instant } from '../time.ts';

/**
 * Facts about who of several instances does a share of some work, in the stream
 * `lease-{name}-{share}`. Each says all there is to know, so the last one is the whole state.
 */
export type LeaseFact =
  | LeaseFactOf<'LeaseTaken'>
  /** Still alive: whoever watches begins to count anew. */
  | LeaseFactOf<'LeaseRenewed'>
  | LeaseFactOf<'LeaseReleased'>;

type LeaseFactOf<Type extends string> = {
  readonly type: Type;
  readonly data: {
    readonly name: Reference;
    /** Counted from 0. */
    readonly share: number;
    /** A process, for as long as it lives. */
    readonly holder: Reference;
    /** Counts the holders from 1. */
    readonly term: number;
    readonly at: Instant;
  };
};
