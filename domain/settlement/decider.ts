import type { Decider } from '../decider.ts';
import { ownReference, type PayeeId } from '../identifiers.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { Month } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { SettlementCommand, SettlementRefusal } from './commands.ts';
import type { AccountPlace, SettlementFact } from './facts.ts';
import {
  type Claim,
  evolveSettlement,
  newestClaim,
  type Settlement,
  type Settling,
  settlingOf,
} from './state.ts';

type Begin = Extract<SettlementCommand, { readonly type: 'BeginStatement' }>;
type Release = Extract<SettlementCommand, { readonly type: 'ReleaseStatement' }>;

type Decision = Result<readonly SettlementFact[], SettlementRefusal>;

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
  const statementId = ownReference(`stm-${period}-${seed}-v${version}`);
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

/** Which statement settles what of an organization's account. */
export const settlementDecider: Decider<
  SettlementCommand,
  Settlement,
  SettlementFact,
  SettlementRefusal
> = { initialState: new Map(), decide, evolve: evolveSettlement };

export const settlementStream = (organization: PayeeId): string => `settlement-${organization}`;
