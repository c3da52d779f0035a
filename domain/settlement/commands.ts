import type { PayeeId, PayerId, Reference } from '../identifiers.ts';
import type { Instant, Month } from '../time.ts';
import type { AccountPlace } from './facts.ts';
import type { Settling } from './state.ts';

export type SettlementCommand =
  | AskedOfSettlement<
      'BeginStatement',
      {
        readonly period: Month;
        /** Six to twelve letters and digits from (organization, payer): ids are built on it. */
        readonly seed: string;
        /** The newest fact of the account, as far as it was looked at. */
        readonly place: AccountPlace;
        /** How the settling stood when its lines were counted; otherwise they must be counted again. */
        readonly seen: Settling;
      }
    >
  | AskedOfSettlement<
      'ReleaseStatement',
      {
        readonly statementId: Reference;
        readonly because: 'voided' | 'disputed';
        readonly disputed: readonly number[];
      }
    >;

type AskedOfSettlement<Type extends string, Content> = {
  readonly type: Type;
  readonly organizationId: PayeeId;
  readonly payerId: PayerId;
  readonly now: Instant;
} & Content;

export type SettlementRefusal =
  /** A later month is settled already; what was left of this one stands there. */
  | { readonly code: 'period-settled'; readonly period: Month; readonly settledTo: Month }
  /** Internal: somebody else began a statement meanwhile: count again. */
  | { readonly code: 'settlement-moved' };
