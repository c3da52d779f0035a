import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { amountFromFact } from '../../domain/money.ts';
import type { Day } from '../../domain/time.ts';
import type { BreakRow } from '../../projections/breaks.ts';
import { csvTable } from '../documents/csv-table.ts';
import { amountColumn, type Row, textColumn } from '../documents/table.ts';
import { xlsxTable } from '../documents/xlsx-table.ts';
import type { Views } from '../views/views.ts';
import { breakRows, breakShown } from './reconciliation-shown.ts';

const columns = [
  textColumn('breakId', '差错编号', 2),
  textColumn('date', '账期'),
  textColumn('type', '类型'),
  textColumn('paper', '来源'),
  textColumn('state', '状态'),
  textColumn('ageDays', '账龄（天）'),
  textColumn('ageBand', '账龄段'),
  textColumn('owner', '责任人'),
  textColumn('suggested', '建议'),
  textColumn('payerId', '付款方'),
  textColumn('requestNo', '请求号', 2),
  textColumn('providerOrder', '易宝订单号', 2),
  textColumn('providerAmount', '账单金额'),
  textColumn('ledgerState', '账本状态'),
  textColumn('ledgerNet', '账本金额'),
  amountColumn('cash', '资金差异'),
  textColumn('action', '处理'),
  textColumn('comment', '说明', 2),
];

const rowOf = (row: BreakRow, today: Day): Row => {
  const shown = breakShown(row, today);
  const last = shown.steps.at(-1);
  const [line] = shown.provider;
  return [
    shown.breakId,
    shown.date,
    shown.type,
    shown.paper,
    shown.state,
    String(shown.ageDays),
    shown.ageBand,
    shown.owner,
    shown.suggested,
    shown.payerId ?? '',
    shown.requestNo ?? '',
    line?.orderNo ?? '',
    line?.amount ?? '',
    shown.ledger?.state ?? '',
    shown.ledger?.net ?? '',
    amountFromFact(shown.cash),
    last?.action ?? '',
    last?.comment ?? '',
  ];
};

type Asked = {
  readonly of: Parameters<Views['breaks']>[0];
  readonly format: 'csv' | 'xlsx';
  readonly today: Day;
};

/** The list as a file for a spreadsheet; a day has at most ten thousand breaks. */
export const sendBreaks = async (
  views: Views,
  reply: FastifyReply,
  { of, format, today }: Asked,
): Promise<FastifyReply> => {
  const name = `breaks-${of.day ?? 'all'}.${format}`;
  reply.header('content-disposition', `attachment; filename="${name}"`);
  const rows = breakRows(views, of).map((row) => rowOf(row, today));
  if (format === 'csv')
    return reply.type('text/csv; charset=utf-8').send(Readable.from(csvTable(columns, rows)));
  const book = await xlsxTable({ heading: 'breaks', columns, rows: [...rows.take(rowsMax)] });
  return reply.type(xlsxType).send(book);
};

/** A workbook is made in memory; whoever wants more takes the CSV. */
const rowsMax = 100_000;
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
