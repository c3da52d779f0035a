import type { Decider } from '../decider.ts';
import { type PayeeId, type PayerId, type Reference, reference } from '../identifiers.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { Instant, Month } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { AccountPlace, Brought, Reach, SettlementFact, SettlementFactData } from './facts.ts';

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
type Begin = Extract<SettlementCommand, { readonly type: 'BeginStatement' }>;
type Release = Extract<SettlementCommand, { readonly type: 'ReleaseStatement' }>;

export type SettlementRefusal =
  /** A later month is settled already; what was left of this one stands there. */
  | { readonly code: 'period-settled'; readonly period: Month; readonly settledTo: Month }
  /** Internal: somebody else began a statement meanwhile: count again. */
  | { readonly code: 'settlement-moved' };

type Decision = Result<readonly SettlementFact[], SettlementRefusal>;

export const settlingNothing: Settling = {
  claims: [],
  reach: undefined,
  released: new Set(),
  waiting: [],
};

export const settlingOf = (settlement: Settlement, payer: PayerId): Settling =>
  settlement.get(payer) ?? settlingNothing;

/** The newest version of a period's statement, released or not. */
export const newestClaim = ({ claims }: Settling, period: Month): Claim | undefined =>
  claims.findLast((claim) => claim.period === period);

/**
 * What a statement of this period would claim now: how far it reaches and what it brings back; a
 * refusal where the month is past. A new version of a month before the last brings lines only.
 */
export const claimable = (
  settling: Settling,
  period: Month,
  place: AccountPlace,
): Result<Pick<Claim, 'after' | 'upTo' | 'brings'>, SettlementRefusal> => {
  const { reach, waiting } = settling;
  const isPast = reach !== undefined && period < reach.period;
  if (isPast && newestClaim(settling, period) === undefined)
    return refuse({ code: 'period-settled', period, settledTo: reach.period });
  const brings = waiting
    .filter(({ past }) => past === undefined || period > past)
    .map(({ past: _, ...brought }) => brought);
  const upTo = isPast ? reach : { period, place };
  return ok({ ...(reach === undefined ? {} : { after: reach }), upTo, brings });
};

const decide = (command: SettlementCommand, settlement: Settlement): Decision => {
  const settling = settlingOf(settlement, command.payerId);
  switch (command.type) {
    case 'BeginStatement':
      return begin(command, settling);
    case 'ReleaseStatement':
      return release(command, settling);
    default:
      return unreachable(command);
  }
};

const begin = (command: Begin, settling: Settling): Decision => {
  const { organizationId, payerId, period, seed, place, seen, now } = command;
  const before = newestClaim(settling, period);
  // Begun before and still standing: the caller finds it there.
  if (before !== undefined && !settling.released.has(before.statementId)) return ok([]);
  const isMoved =
    seen.claims.length !== settling.claims.length || seen.released.size !== settling.released.size;
  if (isMoved) return refuse({ code: 'settlement-moved' });
  const claim = claimable(settling, period, place);
  if (!claim.ok) return claim;
  const version = (before?.version ?? 0) + 1;
  const statementId = reference(`stm-${period}-${seed}-v${version}`);
  if (statementId === undefined) throw new Error('A statement’s seed is letters and digits');
  const about = { organizationId, payerId, statementId, at: now };
  return ok([{ type: 'StatementBegun', data: { ...about, period, version, ...claim.value } }]);
};

const release = (command: Release, settling: Settling): Decision => {
  const { organizationId, payerId, statementId, because, disputed, now: at } = command;
  const claim = settling.claims.find((one) => one.statementId === statementId);
  if (claim === undefined) throw new Error(`Statement ${statementId} was never begun`);
  if (settling.released.has(statementId)) return ok([]);
  const { period } = claim;
  const data = { organizationId, payerId, statementId, period, because, disputed, at };
  return ok([{ type: 'StatementReleased', data }]);
};

const evolve = (settlement: Settlement, fact: SettlementFact): Settlement => {
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

/** Which statement settles what of an organization's account. */
export const settlementDecider: Decider<
  SettlementCommand,
  Settlement,
  SettlementFact,
  SettlementRefusal
> = { initialState: new Map(), decide, evolve };

export const settlementStream = (organization: PayeeId): string => `settlement-${organization}`;
