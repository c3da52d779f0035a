import type { Reference } from '../../domain/identifiers.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { statementStream } from '../../domain/statement/decider.ts';
import { linesPerFact, type StatementLine } from '../../domain/statement/lines.ts';
import { parseStatementFact } from '../facts/codec.ts';
import { readPageOf } from './stored-facts.ts';

/** Facts of lines read at once: a few thousand lines. */
const factsPerRead = 4;

export type NumberedLine = { readonly line: number; readonly row: StatementLine };

/** The lines of a statement as they were listed, from a number on. */
export async function* listedLines(
  store: EventStore,
  statementId: Reference,
  fromLine = 1,
): AsyncGenerator<NumberedLine> {
  // Every fact of lines but the last is full, so a line's place follows from its number.
  let from = Math.floor((fromLine - 1) / linesPerFact);
  for (let more = true; more; ) {
    const { facts } = await readPageOf(store, statementStream(statementId), {
      from,
      max: factsPerRead,
    });
    for (const stored of facts) {
      const { type, data } = parseStatementFact(stored);
      if (type !== 'StatementLinesListed') return;
      for (const [at, row] of data.lines.entries()) {
        const line = data.from + at;
        if (line >= fromLine) yield { line, row };
      }
    }
    from += facts.length;
    more = facts.length === factsPerRead;
  }
}
