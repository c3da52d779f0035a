import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, type Info, parse } from 'csv-parse';
import {
  type BillColumnNames,
  type BillColumns,
  billColumnNames,
  columnsOf,
  isSummary,
} from './bill-columns.ts';
import { type BillFault, type BillLine, billLine } from './bill-line.ts';

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
    for await (const { row, line: at } of rows(bytes, charset)) {
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
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    yield { kind: 'fault', line: line + 1, column: undefined, problem };
    return;
  }
  if (columns === undefined) yield { kind: 'fault', line, column: undefined, problem: 'no-header' };
}

type Row = { readonly row: readonly string[]; readonly line: number };

async function* rows(bytes: AsyncIterable<Uint8Array>, charset: string): AsyncIterable<Row> {
  const parser = parse({
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: rowBytesMax,
  });
  // Iterating the parser tells of every failure; the pipeline's own promise would tell it again.
  pipeline(Readable.from(decoded(bytes, charset)), parser).catch(() => undefined);
  for await (const { record, info } of parser as AsyncIterable<Parsed>)
    yield { row: record.map(bare), line: info.lines };
}

type Parsed = { readonly record: readonly string[]; readonly info: Info };

/** Some bills mark long numbers as text by a tab, a backtick or an apostrophe before them. */
const bare = (cell: string): string => cell.trim().replace(/^[`']/, '').trim();

/** What the bytes came from failed in the middle; the rest of the bill is not known. */
class Interrupted extends Error {}
class WrongCharset extends Error {}

async function* decoded(bytes: AsyncIterable<Uint8Array>, charset: string): AsyncIterable<string> {
  const decoder = new TextDecoder(charset, { fatal: true });
  const text = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (cause) {
      throw new WrongCharset('the bytes are not of the charset', { cause });
    }
  };
  for await (const chunk of unbroken(bytes)) yield text(chunk);
  yield text();
}

async function* unbroken(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* bytes;
  } catch (cause) {
    throw new Interrupted('the bill ended too early', { cause });
  }
}

const problemOf = (error: unknown): BillFault['problem'] | undefined => {
  if (error instanceof CsvError) return 'not-csv';
  if (error instanceof WrongCharset) return 'wrong-charset';
  return error instanceof Interrupted ? 'interrupted' : undefined;
};
