import { hash } from 'node:crypto';
import { linesPerFact, type StatementLine } from '../../domain/statement/lines.ts';

type Chunk = {
  readonly from: number;
  readonly lines: readonly StatementLine[];
  /** Of all lines up to and including these. */
  readonly digest: string;
};

/** Lines as facts take them: bounded, each piece linked to the one before it. */
export async function* chunked(lines: AsyncIterable<StatementLine>): AsyncGenerator<Chunk> {
  let [from, digest] = [1, ''];
  let piece: StatementLine[] = [];
  const closed = (): Chunk => {
    digest = hash('sha256', `${digest}${JSON.stringify(piece)}`, 'base64url');
    const chunk = { from, lines: piece, digest };
    from += piece.length;
    piece = [];
    return chunk;
  };
  for await (const line of lines) {
    piece.push(line);
    if (piece.length === linesPerFact) yield closed();
  }
  if (piece.length > 0) yield closed();
}
