import type { Instant } from '../../domain/time.ts';

/** Who asks, and under which id; goes into the metadata of every fact that follows. */
export type Asking = {
  /** `role:sub`. */
  readonly actor: string;
  /** The same question asked again carries the same id: `RecordEarning:ern-1`. */
  readonly commandId: string;
  /** Ties together what one request caused. */
  readonly correlation: string;
  readonly now: Instant;
};

/** Why a command could not be carried out although no rule spoke against it. */
export type Unhandled =
  /** A queue is full: nothing was done. */
  | { readonly code: 'busy' }
  /** The store is not there: nothing was done. */
  | { readonly code: 'store-unavailable' }
  /** Other instances kept winning: nothing was done. */
  | { readonly code: 'contended' }
  /** The store did not answer: it may have been done; asking again with the same id will tell. */
  | { readonly code: 'outcome-unknown' }
  /** The facts of this one command are larger than an append may be. */
  | { readonly code: 'too-large' };

const unhandledCodes: { readonly [code in Unhandled['code']]: true } = {
  busy: true,
  'store-unavailable': true,
  contended: true,
  'outcome-unknown': true,
  'too-large': true,
};

/** Whether a no says nothing about the rules: the command was not carried out, or may have been. */
export const isUnhandled = <Other extends { readonly code: string }>(
  refusal: Other | Unhandled,
): refusal is Unhandled => Object.hasOwn(unhandledCodes, refusal.code);
