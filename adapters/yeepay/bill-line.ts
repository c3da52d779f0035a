import { amountFromRequest } from '../../domain/money.ts';
import type { BillFault, BillLine } from '../../domain/ports/provider-bill.ts';
import { chinaTime } from './answer-fields.ts';
import type { BillColumns, BillField } from './bill-columns.ts';
import { billStatus } from './bill-status.ts';

/** Some bills mark long numbers as text by a tab, a backtick or an apostrophe before them. */
export const bare = (cell: string): string =>
  /^[\s`']|\s$/.test(cell) ? cell.trim().replace(/^[`']/, '').trim() : cell;

/** Reads one row below the header. */
export const billLine = (
  row: readonly string[],
  columns: BillColumns,
  line: number,
): BillLine | BillFault => {
  let first: BillFault | undefined;
  const cell = (field: BillField): string | undefined => {
    const text = bare(row[columns[field]?.at ?? -1] ?? '');
    return text === '' ? undefined : text;
  };
  /** An optional cell may be empty, but what stands in it must be readable. */
  const read = <Value>(
    field: BillField,
    reader: (text: string) => Value | undefined,
    problem: BillFault['problem'],
  ): Value | undefined => {
    const text = cell(field);
    const value = text === undefined ? undefined : reader(text);
    if (text !== undefined && value === undefined) first ??= fault(columns, field, line, problem);
    return value;
  };
  const requestNo = cell('requestNo');
  const orderNo = cell('orderNo');
  const amount = read('amount', amountFromRequest, 'not-an-amount');
  const fee = read('fee', amountFromRequest, 'not-an-amount');
  const debited = read('debited', amountFromRequest, 'not-an-amount');
  const orderedAt = read('orderedAt', chinaTime, 'not-a-time');
  const finishedAt = read('finishedAt', chinaTime, 'not-a-time');
  const status = read('status', billStatus, 'not-a-status');
  if (first !== undefined) return first;
  if (requestNo === undefined) return fault(columns, 'requestNo', line, 'empty');
  if (orderNo === undefined) return fault(columns, 'orderNo', line, 'empty');
  if (amount === undefined) return fault(columns, 'amount', line, 'empty');
  if (fee === undefined) return fault(columns, 'fee', line, 'empty');
  if (finishedAt === undefined) return fault(columns, 'finishedAt', line, 'empty');
  const names = { requestNo, orderNo, merchantNo: cell('merchantNo') };
  return { kind: 'line', line, ...names, amount, fee, debited, orderedAt, finishedAt, status };
};

const fault = (
  columns: BillColumns,
  field: BillField,
  line: number,
  problem: BillFault['problem'],
): BillFault => ({ kind: 'fault', line, column: columns[field]?.name, problem });
