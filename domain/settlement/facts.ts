import type { PayeeId, PayerId, Reference } from '../identifiers.ts';
import type { Instant, Month } from '../time.ts';

/**
 * A place in an organization's account: a fact of one month's stream. `revision` is that of the
 * last fact meant, so everything up to and including it.
 */
export type AccountPlace = { readonly month: Month; readonly revision: number };

/** How far one payer's statements reach: what was completed by the end of `period` and recorded by `place`. */
export type Reach = { readonly period: Month; readonly place: AccountPlace };

/** Lines of an earlier statement that come back: all but some, or only some. Numbers as listed there. */
export type Brought =
  | { readonly statementId: Reference; readonly but: readonly number[] }
  | { readonly statementId: Reference; readonly only: readonly number[] };

/**
 * Facts about which statement settles what, one stream an organization: `settlement-{id}`. Here and
 * nowhere else it is decided that an earning stands on one statement only: a claim says exactly
 * which part of the account a statement covers, so its lines follow from the claim, and anyone may
 * list them after a crash.
 */
export type SettlementFact =
  | SettlementFactOf<
      'StatementBegun',
      {
        readonly period: Month;
        readonly version: number;
        /** What earlier statements of this payer reach; absent for the first. */
        readonly after?: Reach;
        /** Up to here; where it equals `after` nothing new is looked for. */
        readonly upTo: Reach;
        readonly brings: readonly Brought[];
      }
    >
  /** The statement is over without having been paid; what stood on it may be claimed again. */
  | SettlementFactOf<
      'StatementReleased',
      {
        readonly period: Month;
        readonly because: 'voided' | 'disputed';
        /** The lines disputed: they wait for a later period. All others may go on at once. */
        readonly disputed: readonly number[];
      }
    >;

type SettlementFactOf<Type extends string, Data> = {
  readonly type: Type;
  readonly data: Data & {
    readonly organizationId: PayeeId;
    readonly payerId: PayerId;
    readonly statementId: Reference;
    readonly at: Instant;
  };
};
export type SettlementFactData<Type extends SettlementFact['type']> = Extract<
  SettlementFact,
  { readonly type: Type }
>['data'];
