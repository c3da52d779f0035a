import { amountFromRequest } from '../../domain/money.ts';
import type { BillFault, BillHead, BillLine } from '../../domain/ports/provider-bill.ts';
import { day } from '../../domain/time.ts';
import {
  type BillColumnNames,
  type BillColumns,
  billColumnNames,
  columnsOf,
  type HeadCells,
  headCells,
  headWords,
  isSummary,
} from './bill-columns.ts';
import { bare, billLine } from './bill-line.ts';
import { type BillRow, RowCutter } from './bill-rows.ts';
import { billText, type Charset } from './bill-text.ts';
import { NotWhole } from './not-whole.ts';

export type BillReading = {
  /** Found out from the file unless told. */
  readonly charset?: Charset | undefined;
  readonly columns?: BillColumnNames | undefined;
};

const headRowsMax = 200;

/**
 * Reads a bill as it streams in. Columns are found by the names in the header row, whatever stands
 * before it and whatever else they may be joined by. A row that cannot be read is a fault of its own
 * and does not stop the others; a bill that is not whole ends with a fault that says so.
 */
export async function* billLines(
  bytes: AsyncIterable<Uint8Array>,
  { charset, columns: names = billColumnNames }: BillReading = {},
): AsyncIterable<BillHead | BillLine | BillFault> {
  const reading = new BillRows(names);
  const cutter = new RowCutter();
  try {
    for await (const text of billText(bytes, charset, names.requestNo)) {
      for (const row of cutter.take(text)) {
        const one = reading.take(row);
        if (one !== undefined) yield one;
        if (reading.isOver) return;
      }
    }
    for (const row of cutter.end()) {
      const one = reading.take(row);
      if (one !== undefined) yield one;
    }
  } catch (error) {
    if (!(error instanceof NotWhole)) throw error;
    yield { kind: 'fault', line: cutter.line + 1, column: undefined, problem: error.problem };
    return;
  }
  if (!reading.hasHeader)
    yield { kind: 'fault', line: cutter.line, column: undefined, problem: 'no-header' };
}

/** Goes through the rows: what stands before the header, the header, the lines, the sums. */
class BillRows {
  readonly #names: BillColumnNames;
  #columns: BillColumns | undefined;
  #head: HeadCells | undefined;
  #faulty = false;
  isOver = false;

  constructor(names: BillColumnNames) {
    this.#names = names;
  }

  /** A missing header is said once. */
  get hasHeader(): boolean {
    return this.#columns !== undefined || this.#faulty;
  }

  take({ cells, line }: BillRow): BillHead | BillLine | BillFault | undefined {
    if (this.#columns === undefined) return this.#takeHead(cells.map(bare), line);
    if (isSummary(cells)) {
      this.isOver = true;
      return undefined;
    }
    return billLine(cells, this.#columns, line);
  }

  #takeHead(cells: readonly string[], line: number): BillHead | BillFault | undefined {
    this.#columns = columnsOf(cells, this.#names);
    if (this.#columns !== undefined) return billHead(this.#head, this.#columns, line);
    this.#head = headCells(cells, this.#head);
    if (line <= headRowsMax) return undefined;
    this.isOver = true;
    this.#faulty = true;
    return { kind: 'fault', line, column: undefined, problem: 'no-header' };
  }
}

/** What could be understood of it; what could not be is as if it had not been said. */
const billHead = (head: HeadCells | undefined, columns: BillColumns, line: number): BillHead => ({
  kind: 'head',
  line,
  day: day(head?.day ?? ''),
  count: /^\d{1,9}$/.test(head?.count ?? '') ? Number(head?.count) : undefined,
  amount: amountFromRequest((head?.amount ?? '').replaceAll(',', '')),
  columns: {
    day: headWords.day,
    merchantNo: columns.merchantNo?.name ?? '',
    finishedAt: columns.finishedAt?.name ?? '',
  },
});
