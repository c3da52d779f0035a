import type { Decider } from '../decider.ts';
import type { Reference } from '../identifiers.ts';
import { ok, type Result, refuse } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import type { AskedFor, ReconciliationCommand, ReconciliationRefusal } from './commands.ts';
import type { ReconciliationFact } from './facts.ts';
import { resolveBreak } from './resolving.ts';
import { signOff } from './sign-off.ts';
import { type BreakState, evolve, newReconciliation, type Reconciliation } from './state.ts';

type Decision = Result<readonly ReconciliationFact[], ReconciliationRefusal>;

/** Ids of carried breaks that a fact lists; the rest is counted. */
const carriedListed = 1_000;

const decide = (command: ReconciliationCommand, state: Reconciliation): Decision => {
  switch (command.type) {
    case 'StartRun':
      return startRun(command, state);
    case 'FindBreaks':
      return findBreaks(command, state);
    case 'ClearBreaks':
      return clearBreaks(command, state);
    case 'CompleteRun':
      return completeRun(command, state);
    case 'ResolveBreak':
      return resolveBreak(command, state);
    case 'SignOffDay':
      return signOff(command, state);
    case 'ReopenDay':
      return reopen(command, state);
    default:
      return unreachable(command);
  }
};

type Common = Pick<ReconciliationCommand, 'provider' | 'day' | 'now'>;
const about = ({ provider, day, now: at }: Common) => ({ provider, day, at });

/**
 * A run is known by the digest of all it found: the same again is the run there was, begun and not
 * finished it is gone on with.
 */
const startRun = (command: AskedFor<'StartRun'>, state: Reconciliation): Decision => {
  const { digest, files, beganAt, by, day } = command;
  if (state.signedOffBy !== undefined) return refuse({ code: 'day-signed-off', day });
  if (state.running?.digest === digest) return ok([]);
  if (state.running === undefined && state.completed?.digest === digest) return ok([]);
  const run = state.runs + 1;
  const data = { ...about(command), run, digest, files, beganAt, by };
  return ok([{ type: 'RunStarted', data }]);
};

/** A break that was cleared and is there again is found again; one that a person decided stays decided. */
const findBreaks = (command: AskedFor<'FindBreaks'>, state: Reconciliation): Decision => {
  const { run, breaks } = command;
  if (state.running?.run !== run) return refuse({ code: 'run-superseded', run });
  const isNew = (id: Reference): boolean => {
    const known = state.breaks.get(id);
    return known === undefined || (known.status === 'closed' && known.action === 'clear');
  };
  return ok(
    breaks
      .filter(({ breakId }) => isNew(breakId))
      .map((found) => ({ type: 'BreakFound', data: { ...about(command), run, found } })),
  );
};

const clearBreaks = (command: AskedFor<'ClearBreaks'>, state: Reconciliation): Decision => {
  const { run, breakIds, by, now, provider, day } = command;
  if (state.running?.run !== run) return refuse({ code: 'run-superseded', run });
  const facts: ReconciliationFact[] = [];
  for (const breakId of breakIds) {
    if (!mayClear(state.breaks.get(breakId))) continue;
    const comment = `no longer found in run ${run}`;
    const clear = { action: 'clear' as const, comment, by, now, provider, day };
    const decision = resolveBreak({ type: 'ResolveBreak', breakId, ...clear }, state);
    if (!decision.ok) return decision;
    facts.push(...decision.value);
  }
  return ok(facts);
};

/** A balance that agrees because the difference was put aside is no sign that it was never there. */
const mayClear = (known: BreakState | undefined): boolean =>
  known?.status === 'open' ||
  (known?.status === 'suspended' && known.found.type !== 'balance-diff');

const completeRun = (command: AskedFor<'CompleteRun'>, state: Reconciliation): Decision => {
  const { run, counts, funds, found, cleared, carried } = command;
  const { running } = state;
  if (running === undefined && state.completed?.run === run) return ok([]);
  if (running?.run !== run) return refuse({ code: 'run-superseded', run });
  const breakIds = carried.slice(0, carriedListed);
  const result = { run, digest: running.digest, counts, funds, found, cleared };
  return ok([
    ...(carried.length === 0
      ? []
      : [
          {
            type: 'BreaksCarriedForward' as const,
            data: { ...about(command), run, count: carried.length, breakIds },
          },
        ]),
    { type: 'RunCompleted', data: { ...about(command), ...result } },
  ]);
};

/** Signed days may be opened again, each time with its number and a reason. */
const reopen = (command: AskedFor<'ReopenDay'>, state: Reconciliation): Decision => {
  const { reason, by, day } = command;
  if (state.completed === undefined) return refuse({ code: 'reconciliation-unknown', day });
  if (state.signedOffBy === undefined) return refuse({ code: 'day-not-signed-off', day });
  const reopening = state.reopenings + 1;
  return ok([{ type: 'DayReopened', data: { ...about(command), reopening, reason, by } }]);
};

/** All the rules about one day with one provider. */
export const reconciliationDecider: Decider<
  ReconciliationCommand,
  Reconciliation,
  ReconciliationFact,
  ReconciliationRefusal
> = { initialState: newReconciliation, decide, evolve };
