import type { Decider } from '../decider.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import type { FreezeScope } from './freeze-scope.ts';

/** Facts about one switch, in the stream `freeze-{scope}`. */
export type FreezeFact =
  | FreezeFactOf<'PayoutsFrozen', { readonly reason: string; readonly by: string }>
  | FreezeFactOf<'UnfreezeProposed', { readonly by: string }>
  | FreezeFactOf<'PayoutsUnfrozen', { readonly proposedBy: string; readonly by: string }>;

type FreezeFactOf<Type extends string, Data> = {
  readonly type: Type;
  readonly data: Data & { readonly scope: FreezeScope; readonly at: Instant };
};

export type Freeze = {
  readonly frozen:
    | { readonly reason: string; readonly by: string; readonly since: Instant }
    | undefined;
  /** The first of the two people that it takes to let payouts go on. */
  readonly unfreezeProposedBy: string | undefined;
};

export type FreezeCommand =
  | AskedOfFreeze<'FreezePayouts', { readonly reason: string }>
  | AskedOfFreeze<'UnfreezePayouts', Record<never, never>>;

type AskedOfFreeze<Type extends string, Content> = {
  readonly type: Type;
  readonly scope: FreezeScope;
  readonly by: string;
  readonly now: Instant;
} & Content;

export type FreezeRefusal = { readonly code: 'needs-second-person'; readonly first: string };

/** Anyone of finance stops payouts at once; to let them go on takes two, so that no one person can. */
const decide = (
  command: FreezeCommand,
  { frozen, unfreezeProposedBy: first }: Freeze,
): Result<readonly FreezeFact[], FreezeRefusal> => {
  const { scope, by, now: at } = command;
  switch (command.type) {
    case 'FreezePayouts': {
      // Frozen anew, what somebody proposed is void.
      const isFrozen = frozen !== undefined && first === undefined;
      const { reason } = command;
      return ok(isFrozen ? [] : [{ type: 'PayoutsFrozen', data: { scope, reason, by, at } }]);
    }
    case 'UnfreezePayouts':
      if (frozen === undefined) return ok([]);
      if (first === undefined) return ok([{ type: 'UnfreezeProposed', data: { scope, by, at } }]);
      if (first === by) return refuse({ code: 'needs-second-person', first });
      return ok([{ type: 'PayoutsUnfrozen', data: { scope, proposedBy: first, by, at } }]);
    default:
      return unreachable(command);
  }
};

const flowing: Freeze = { frozen: undefined, unfreezeProposedBy: undefined };

const evolve = (freeze: Freeze, { type, data }: FreezeFact): Freeze => {
  switch (type) {
    case 'PayoutsFrozen': {
      const { reason, by, at: since } = data;
      return { frozen: { reason, by, since }, unfreezeProposedBy: undefined };
    }
    case 'UnfreezeProposed':
      return { ...freeze, unfreezeProposedBy: data.by };
    case 'PayoutsUnfrozen':
      return flowing;
    default:
      return unreachable(type);
  }
};

/** One switch that stops payouts. */
export const freezeDecider: Decider<FreezeCommand, Freeze, FreezeFact, FreezeRefusal> = {
  initialState: flowing,
  decide,
  evolve,
};

export const freezeStream = (scope: FreezeScope): string => `freeze-${scope}`;
