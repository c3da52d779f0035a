import type { PayerId, Reference } from '../identifiers.ts';
import type { Month } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { Brought, Reach, SettlementFact, SettlementFactData } from './facts.ts';

/** One statement of one payer and period, as far as it claims a part of the account. */
export type Claim = SettlementFactData<'StatementBegun'>;

/** How an organization settles with one payer. Grows by one claim a month. */
export type Settling = {
  readonly claims: readonly Claim[];
  readonly reach: Reach | undefined;
  readonly released: ReadonlySet<Reference>;
  /** What may be claimed again; `past`: only by a later period than this. */
  readonly waiting: readonly (Brought & { readonly past?: Month })[];
};
export type Settlement = ReadonlyMap<PayerId, Settling>;

/** No statement of this payer was ever begun. */
export const settlingNothing: Settling = {
  claims: [],
  reach: undefined,
  released: new Set(),
  waiting: [],
};

/** How the organization settles with a payer. */
export const settlingOf = (settlement: Settlement, payer: PayerId): Settling =>
  settlement.get(payer) ?? settlingNothing;

/** The newest version of a period's statement, released or not. */
export const newestClaim = ({ claims }: Settling, period: Month): Claim | undefined =>
  claims.findLast((claim) => claim.period === period);

/** How settling stands after a fact. */
export const evolveSettlement = (settlement: Settlement, fact: SettlementFact): Settlement => {
  const { payerId } = fact.data;
  return new Map(settlement).set(payerId, afterFact(settlingOf(settlement, payerId), fact));
};

const afterFact = (before: Settling, { type, data }: SettlementFact): Settling => {
  switch (type) {
    case 'StatementBegun': {
      const taken = new Set(data.brings.map(keyOf));
      return {
        ...before,
        claims: [...before.claims, data],
        reach: data.upTo,
        waiting: before.waiting.filter((one) => !taken.has(keyOf(one))),
      };
    }
    case 'StatementReleased': {
      const { statementId, disputed, period } = data;
      const rest = { statementId, but: disputed };
      const later = { statementId, only: disputed, past: period };
      return {
        ...before,
        released: new Set(before.released).add(statementId),
        waiting: [...before.waiting, rest, ...(disputed.length === 0 ? [] : [later])],
      };
    }
    default:
      return unreachable(type);
  }
};

const keyOf = (brought: Brought): string =>
  `${brought.statementId} ${'only' in brought ? 'only' : 'but'}`;
