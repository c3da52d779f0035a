import writeXlsxFile, { type CellObject } from 'write-excel-file/node';
import { amountText } from '../../domain/money.ts';
import type { Cell, Table } from './table.ts';

/** What one sheet of the format can hold, its head aside. */
export const sheetRowsMax = 1_048_575;

/** Widths of columns are told in characters. */
const charactersPerWidth = 14;

/** A table as a spreadsheet with one sheet. Text is written as text, never as a formula. */
export const xlsxTable = async ({ heading, columns, rows, total }: Table): Promise<Buffer> => {
  const all = total === undefined ? rows : [...rows, total];
  if (all.length > sheetRowsMax) throw new RangeError('More rows than a sheet can hold');
  const head = columns.map(({ label }): CellObject => ({ value: label, fontWeight: 'bold' }));
  return writeXlsxFile([head, ...all.map((row) => row.map(written))], {
    sheet: heading,
    columns: columns.map(({ width }) => ({ width: width * charactersPerWidth })),
    stickyRowsCount: 1,
  }).toBuffer();
};

const written = (cell: Cell): CellObject =>
  typeof cell === 'bigint'
    ? // The format knows no other numbers than doubles. They hold our 12 digits exactly as written.
      { value: Number(amountText(cell)), type: Number, format: '#,##0.00' }
    : { value: cell, type: String };
