import { parsedCells, plainCells, quotesIn } from './bill-cells.ts';
import { NotWhole } from './not-whole.ts';

/** A row and the line of the file it ends in, from 1. */
export type BillRow = { readonly cells: readonly string[]; readonly line: number };

const rowCharactersMax = 65_536;

/**
 * Cuts text into rows as it comes, many at a time: a day may have a million. A line whose cells are
 * all quoted, or none, and that has no quotes within, is cut here; every other one, and rows of
 * several lines, csv-parse reads. What stands after the last line end is a row only when the text
 * is known to have ended there: before, its last amount may have lost digits.
 */
export class RowCutter {
  #rest = '';
  #line = 0;
  #lineEnd: '\n' | '\r' | undefined;
  /** Lines of a row that goes on: a quote in it is still open. */
  #open = '';

  /** The rows that are whole by now. */
  take(text: string): readonly BillRow[] {
    this.#rest += text;
    const lineEnd = this.#lineEndIn(this.#rest);
    if (lineEnd === undefined) return this.#bounded([]);
    const lines = this.#rest.split(lineEnd);
    this.#rest = lines.pop() ?? '';
    const rows: BillRow[] = [];
    for (const line of lines) this.#takeLine(line, rows);
    return this.#bounded(rows);
  }

  /** The last row, where no line end follows it. */
  end(): readonly BillRow[] {
    const rows: BillRow[] = [];
    if (this.#rest !== '') this.#takeLine(this.#rest, rows);
    this.#rest = '';
    if (this.#open !== '') throw new NotWhole('not-csv');
    return rows;
  }

  get line(): number {
    return this.#line;
  }

  #lineEndIn(text: string): '\n' | '\r' | undefined {
    if (this.#lineEnd !== undefined) return this.#lineEnd;
    const feed = text.indexOf('\n');
    // Some very old programs end lines with a carriage return alone.
    if (feed === -1 && !/\r[^\n]/.test(text)) return undefined;
    this.#lineEnd = feed === -1 ? '\r' : '\n';
    return this.#lineEnd;
  }

  #takeLine(ended: string, rows: BillRow[]): void {
    this.#line += 1;
    const line = ended.endsWith('\r') ? ended.slice(0, -1) : ended;
    if (this.#open === '') {
      if (line === '') return;
      const cells = plainCells(line);
      if (cells !== undefined) {
        rows.push({ cells, line: this.#line });
        return;
      }
    }
    const text = this.#open === '' ? line : `${this.#open}\n${line}`;
    if (quotesIn(text) % 2 === 1) {
      this.#open = text;
      if (text.length > rowCharactersMax) throw new NotWhole('not-csv');
      return;
    }
    this.#open = '';
    rows.push({ cells: parsedCells(text), line: this.#line });
  }

  #bounded(rows: readonly BillRow[]): readonly BillRow[] {
    if (this.#rest.length > rowCharactersMax) throw new NotWhole('not-csv');
    return rows;
  }
}
