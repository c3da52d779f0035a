import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, type Info, parse } from 'csv-parse';
import type { BillFault, BillLine } from '../../domain/ports/provider-bill.ts';
import {
  type BillColumnNames,
  type BillColumns,
  billColumnNames,
  columnsOf,
  isSummary,
} from './bill-columns.ts';
import { billLine } from './bill-line.ts';

export type BillReading = {
  /** The provider does not say; UTF-8 with or without a byte order mark, or GB18030. */
  readonly charset?: 'utf-8' | 'gb18030' | undefined;
  readonly columns?: BillColumnNames | undefined;
};

const headRowsMax = 200;
const rowBytesMax = 65_536;

/**
 * Reads a bill as it streams in. Columns are found by the names in the header row, whatever stands
 * before it and whatever else they may be joined by. A row that cannot be read is a fault of its own
 * and does not stop the others; a bill that is not whole ends with a fault that says so.
 */
export async function* billLines(
  bytes: AsyncIterable<Uint8Array>,
  { charset = 'utf-8', columns: names = billColumnNames }: BillReading = {},
): AsyncIterable<BillLine | BillFault> {
  let line = 0;
  let columns: BillColumns | undefined;
  try {
    for await (const { row, line: at } of wholeRows(bytes, charset)) {
      line = at;
      if (columns === undefined) {
        columns = columnsOf(row, names);
        if (columns === undefined && at > headRowsMax) break;
      } else if (isSummary(row)) {
        return;
      } else {
        yield billLine(row, columns, at);
      }
    }
  } catch (error) {
    if (!(error instanceof NotWhole)) throw error;
    yield { kind: 'fault', line: line + 1, column: undefined, problem: error.problem };
    return;
  }
  if (columns === undefined) yield { kind: 'fault', line, column: undefined, problem: 'no-header' };
}

/** The rest of the bill is not known. */
class NotWhole extends Error {
  readonly problem: BillFault['problem'];

  constructor(problem: BillFault['problem'], cause: unknown) {
    super(`the bill cannot be read to its end: ${problem}`, { cause });
    this.problem = problem;
  }
}

type Row = { readonly row: readonly string[]; readonly line: number };

/**
 * Rows that are known to be whole. When the bytes break off, what was cut short looks like a row to
 * the parser, with an amount that may have lost its last digits; so each row waits for the next one.
 */
async function* wholeRows(bytes: AsyncIterable<Uint8Array>, charset: string): AsyncIterable<Row> {
  const source: Source = { broken: undefined };
  let waiting: Row | undefined;
  try {
    for await (const row of rows(decoded(bytes, charset, source))) {
      if (waiting !== undefined) yield waiting;
      waiting = row;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw source.broken ?? new NotWhole('not-csv', error);
  }
  if (source.broken !== undefined) throw source.broken;
  if (waiting !== undefined) yield waiting;
}

async function* rows(texts: AsyncIterable<string>): AsyncIterable<Row> {
  const parser = parse({
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: rowBytesMax,
  });
  // Iterating the parser tells of every failure; the pipeline's own promise would tell it again.
  pipeline(Readable.from(texts), parser).catch(() => undefined);
  for await (const { record, info } of parser as AsyncIterable<Parsed>)
    yield { row: record.map(bare), line: info.lines };
}

type Parsed = { readonly record: readonly string[]; readonly info: Info };

/** Some bills mark long numbers as text by a tab, a backtick or an apostrophe before them. */
const bare = (cell: string): string => cell.trim().replace(/^[`']/, '').trim();

type Source = { broken: NotWhole | undefined };

/**
 * The text, as far as it goes. Why it ended early is kept aside, so that the rows before it are
 * read.
 */
async function* decoded(
  bytes: AsyncIterable<Uint8Array>,
  charset: string,
  source: Source,
): AsyncIterable<string> {
  const decoder = new TextDecoder(charset, { fatal: true });
  let problem: BillFault['problem'] = 'interrupted';
  try {
    for await (const chunk of bytes) {
      problem = 'wrong-charset';
      yield decoder.decode(chunk, { stream: true });
      problem = 'interrupted';
    }
    problem = 'wrong-charset';
    yield decoder.decode();
  } catch (cause) {
    source.broken = new NotWhole(problem, cause);
  }
}
