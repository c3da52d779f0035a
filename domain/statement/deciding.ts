import { type Result, refuse } from '../result.ts';
import type { StatementCommand, StatementRefusal } from './commands.ts';
import type { StatementFact } from './facts.ts';
import type { Statement } from './state.ts';

export type StatementDecision = Result<readonly StatementFact[], StatementRefusal>;

/** What every fact of a statement says: which one, by whom, when. */
export const about = ({ statementId, by, now }: StatementCommand) => ({ statementId, by, at: now });

/** The statement is in a state that does not allow what was asked. */
export const notIn = (
  { statementId }: StatementCommand,
  { state }: Statement,
): { readonly ok: false; readonly refusal: StatementRefusal } =>
  refuse({ code: 'statement-state', statementId, state });
