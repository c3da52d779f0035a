import type { Reference } from '../../domain/identifiers.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { listedLines, type NumberedLine } from '../ledger/listed-lines.ts';
import { cursorOf, fieldsOf, UnknownCursor } from '../views/list-cursor.ts';
import { lineAnswer } from './statement-answer.ts';

/** A page of a statement's lines; only the facts that hold them are read. */
export const linesPage = async (
  store: EventStore,
  statementId: Reference,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
) => {
  const found: NumberedLine[] = [];
  for await (const line of listedLines(store, statementId, lineAt(cursor))) {
    found.push(line);
    if (found.length > limit) break;
  }
  const after = found[limit];
  return {
    lines: found.slice(0, limit).map(lineAnswer),
    next: after === undefined ? null : cursorOf([after.line]),
  };
};

const lineAt = (cursor: string | undefined): number => {
  if (cursor === undefined) return 1;
  const [line] = fieldsOf(cursor);
  if (typeof line !== 'number' || !Number.isSafeInteger(line) || line < 1)
    throw new UnknownCursor();
  return line;
};
