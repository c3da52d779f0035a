import type { Reference } from '../../domain/identifiers.ts';
import type { Position } from '../../domain/ports/event-store.ts';
import type { Issued, Statement } from '../../domain/statement/state.ts';

/** A statement as it stands after a command. */
export type StatementTold = {
  readonly statementId: Reference;
  readonly version: number;
  readonly statement: Statement;
  /** False where it had been said before. */
  readonly added: boolean;
  readonly position: Position | undefined;
};

/** The statement as it stands, nothing new about it. */
export const told = (
  statementId: Reference,
  statement: Statement,
  { version }: Issued,
): StatementTold => ({
  statementId,
  version,
  statement,
  added: false,
  position: undefined,
});
