import { stringify } from 'csv-stringify/sync';
import { type Cell, type Column, cellText, type Row } from './table.ts';

const rowsPerPiece = 500;

/**
 * A table as CSV (RFC 4180, LF, UTF-8), in pieces of a bounded size. Text that a spreadsheet would
 * take for a formula is led by an apostrophe; amounts keep their sign.
 */
export function* csvTable(columns: readonly Column[], rows: Iterable<Row>): Generator<string> {
  yield stringify([columns.map(({ name }) => name)]);
  let piece: string[][] = [];
  for (const row of rows) {
    piece.push(row.map(written));
    if (piece.length < rowsPerPiece) continue;
    yield stringify(piece);
    piece = [];
  }
  if (piece.length > 0) yield stringify(piece);
}

const written = (cell: Cell): string =>
  typeof cell === 'string' && formula.test(cell) ? `'${cell}` : cellText(cell);

/** A minus begins one too, unless all of it is a number. */
const formula = /^(?:[=+@\t\r]|-(?!\d+(?:\.\d+)?$))/;
