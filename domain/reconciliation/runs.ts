import type { Reference } from '../identifiers.ts';
import { ok, refuse } from '../result.ts';
import type { AskedFor } from './commands.ts';
import { about, type ReconciliationDecision } from './deciding.ts';
import type { ReconciliationFact } from './facts.ts';
import { resolveBreak } from './resolving.ts';
import type { BreakState, Reconciliation } from './state.ts';

/** Ids of carried breaks that a fact lists; the rest is counted. */
const carriedListed = 1_000;

/**
 * A run is known by the digest of all it found: the same again is the run there was, begun and not
 * finished it is gone on with.
 */
export const startRun = (
  command: AskedFor<'StartRun'>,
  state: Reconciliation,
): ReconciliationDecision => {
  const { digest, files, beganAt, by, day } = command;
  if (state.signedOffBy !== undefined) return refuse({ code: 'day-signed-off', day });
  if (state.running?.digest === digest) return ok([]);
  if (state.running === undefined && state.completed?.digest === digest) return ok([]);
  const run = state.runs + 1;
  const data = { ...about(command), run, digest, files, beganAt, by };
  return ok([{ type: 'RunStarted', data }]);
};

/** A break that was cleared and is there again is found again; one that a person decided stays decided. */
export const findBreaks = (
  command: AskedFor<'FindBreaks'>,
  state: Reconciliation,
): ReconciliationDecision => {
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

/** A later run no longer finds them; what a person decided is left alone. */
export const clearBreaks = (
  command: AskedFor<'ClearBreaks'>,
  state: Reconciliation,
): ReconciliationDecision => {
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

/** The run has written all it found; what is still open of earlier days is carried forward. */
export const completeRun = (
  command: AskedFor<'CompleteRun'>,
  state: Reconciliation,
): ReconciliationDecision => {
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
