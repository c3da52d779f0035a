import { amountText, type Fen } from '../../domain/money.ts';

/** One column of a table that may be printed, or written as CSV or as a spreadsheet. */
export type Column = {
  /** Heads the column where machines read: CSV. */
  readonly name: string;
  /** Heads the column where people read: on paper and in a spreadsheet. */
  readonly label: string;
  readonly kind: 'text' | 'amount';
  /** Its share of the width, in relation to the other columns. */
  readonly width: number;
};

/** Text, or an amount in fen. */
export type Cell = string | Fen;
export type Row = readonly Cell[];

export type Table = {
  readonly heading: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** A last row set apart: what the rows add up to. */
  readonly total?: Row;
};

export const textColumn = (name: string, label: string, width = 1): Column => ({
  name,
  label,
  kind: 'text',
  width,
});

export const amountColumn = (name: string, label: string, width = 1): Column => ({
  name,
  label,
  kind: 'amount',
  width,
});

/** A cell as people read it: amounts in yuan with two decimals. */
export const cellText = (cell: Cell): string =>
  typeof cell === 'bigint' ? amountText(cell) : cell;
