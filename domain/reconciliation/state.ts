import type { Reference } from '../identifiers.ts';
import { unreachable } from '../unreachable.ts';
import { VersionedMap } from '../versioned-map.ts';
import type { Break } from './breaks.ts';
import type { BreakAction, ReconciliationFact, ReconciliationFactOf } from './facts.ts';

export type BreakStatus = 'open' | 'suspended' | 'closed';

export type BreakState = {
  readonly found: Break;
  readonly status: BreakStatus;
  /** What closed it or put it aside. */
  readonly action: BreakAction | undefined;
  readonly proposedBy: string | undefined;
};

type Completed = Pick<
  ReconciliationFactOf<'RunCompleted'>['data'],
  'run' | 'digest' | 'funds' | 'counts'
>;

/** One day with one provider. */
export type Reconciliation = {
  readonly running: { readonly run: number; readonly digest: string } | undefined;
  readonly completed: Completed | undefined;
  readonly runs: number;
  readonly breaks: VersionedMap<Reference, BreakState>;
  /** Who ran it or decided anything in it: none of them signs it off. */
  readonly touchedBy: ReadonlySet<string>;
  readonly signedOffBy: string | undefined;
  readonly reopenings: number;
};

/** A day nobody has looked at. */
export const newReconciliation: Reconciliation = {
  running: undefined,
  completed: undefined,
  runs: 0,
  breaks: VersionedMap.of(),
  touchedBy: new Set(),
  signedOffBy: undefined,
  reopenings: 0,
};

const touched = (state: Reconciliation, by: string): ReadonlySet<string> =>
  state.touchedBy.has(by) ? state.touchedBy : new Set([...state.touchedBy, by]);

/** Where an action leaves a break. */
export const statusAfter = (action: BreakAction): BreakStatus =>
  action === 'suspense' ? 'suspended' : 'closed';

/** What a day looks like after a fact. */
export const evolve = (
  state: Reconciliation,
  { type, data }: ReconciliationFact,
): Reconciliation => {
  switch (type) {
    case 'RunStarted': {
      const { run, digest, by } = data;
      return { ...state, runs: run, running: { run, digest }, touchedBy: touched(state, by) };
    }
    case 'BreakFound': {
      const { found } = data;
      const about = { found, status: 'open' as const, action: undefined, proposedBy: undefined };
      return { ...state, breaks: state.breaks.with(found.breakId, about) };
    }
    case 'BreakResolutionProposed': {
      const known = state.breaks.get(data.breakId);
      if (known === undefined) return state;
      const proposed = { ...known, proposedBy: data.by };
      return {
        ...state,
        breaks: state.breaks.with(data.breakId, proposed),
        touchedBy: touched(state, data.by),
      };
    }
    case 'BreakResolved': {
      const known = state.breaks.get(data.breakId);
      if (known === undefined) return state;
      const { action } = data;
      const after = { ...known, status: statusAfter(action), action, proposedBy: undefined };
      return {
        ...state,
        breaks: state.breaks.with(data.breakId, after),
        touchedBy: touched(
          { ...state, touchedBy: touched(state, data.by) },
          data.approvedBy ?? data.by,
        ),
      };
    }
    case 'BreaksCarriedForward':
      return state;
    case 'RunCompleted': {
      const { run, digest, funds, counts } = data;
      return { ...state, running: undefined, completed: { run, digest, funds, counts } };
    }
    case 'DaySignedOff':
      return { ...state, signedOffBy: data.by };
    case 'DayReopened':
      return {
        ...state,
        signedOffBy: undefined,
        reopenings: data.reopening,
        touchedBy: touched(state, data.by),
      };
    default:
      return unreachable(type);
  }
};
