import type { Decider } from '../decider.ts';
import { ok, refuse } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import type { AskedFor, ReconciliationCommand } from './commands.ts';
import { about, type ReconciliationDecision } from './deciding.ts';
import type { ReconciliationFact } from './facts.ts';
import type { ReconciliationRefusal } from './refusals.ts';
import { resolveBreak } from './resolving.ts';
import { clearBreaks, completeRun, findBreaks, startRun } from './runs.ts';
import { signOff } from './sign-off.ts';
import { evolve, newReconciliation, type Reconciliation } from './state.ts';

const decide = (command: ReconciliationCommand, state: Reconciliation): ReconciliationDecision => {
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

/** Signed days may be opened again, each time with its number and a reason. */
const reopen = (command: AskedFor<'ReopenDay'>, state: Reconciliation): ReconciliationDecision => {
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
