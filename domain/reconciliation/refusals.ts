import type { PayerId, Reference } from '../identifiers.ts';
import type { Amount } from '../money.ts';
import type { Day } from '../time.ts';
import type { BreakAction } from './facts.ts';
import type { BreakStatus } from './state.ts';

export type ReconciliationRefusal =
  | { readonly code: 'reconciliation-unknown'; readonly day: Day }
  | { readonly code: 'day-signed-off'; readonly day: Day }
  | { readonly code: 'day-not-signed-off'; readonly day: Day }
  | { readonly code: 'day-not-over'; readonly day: Day }
  /** Another run of the day took its place. */
  | { readonly code: 'run-superseded'; readonly run: number }
  | { readonly code: 'break-unknown'; readonly breakId: Reference }
  | {
      readonly code: 'break-state';
      readonly breakId: Reference;
      readonly state: BreakStatus;
      readonly action?: BreakAction;
    }
  /** Putting aside or adjusting moves money in the books; here none differs. */
  | { readonly code: 'nothing-to-book'; readonly breakId: Reference }
  /** Nothing in it says whose money it is. */
  | { readonly code: 'break-without-payer'; readonly breakId: Reference }
  | { readonly code: 'needs-second-person' }
  /** These must be explained before the day can be signed. */
  | { readonly code: 'breaks-block-sign-off'; readonly breakIds: readonly Reference[] }
  | {
      readonly code: 'funds-differ';
      readonly payerId: PayerId;
      readonly provider: Amount;
      readonly ledger: Amount;
    }
  /** The provider has not told what it held: unknown is not zero. */
  | { readonly code: 'funds-unchecked'; readonly payerId: PayerId };
