import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Reference } from '../../domain/identifiers.ts';
import type { Payer } from '../../domain/payer/state.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { lineAmount } from '../../domain/statement/lines.ts';
import type { StatementRow } from '../../projections/statement-row.ts';
import { csvTable } from '../documents/csv-table.ts';
import { printed } from '../documents/printed-pages.ts';
import { amountColumn, type Row, type Table, textColumn } from '../documents/table.ts';
import { xlsxTable } from '../documents/xlsx-table.ts';
import { listedLines, type NumberedLine } from '../ledger/listed-lines.ts';
import { sendProblem } from './problem.ts';
import type { RouteTools } from './route-tools.ts';

export const statementFormats = ['csv', 'xlsx', 'pdf'] as const;
type Format = (typeof statementFormats)[number];

/** What is laid out in memory must be bounded; CSV is streamed and has no limit. */
const linesMax = { csv: Number.POSITIVE_INFINITY, xlsx: 100_000, pdf: 20_000 } as const;
const linesPerPiece = 500;

const kindWords = {
  earning: '服务',
  reversal: '冲回',
  adjustment: '往期调整',
  correction: '更正',
} as const;
const columns = [
  textColumn('line', '行', 0.5),
  textColumn('kind', '类别', 0.8),
  textColumn('ref', '编号', 1.6),
  textColumn('earningId', '收入编号', 1.6),
  textColumn('doctorId', '医生', 1.2),
  textColumn('source', '来源', 1.2),
  textColumn('at', '时间', 1.5),
  textColumn('corrects', '调整的结算单', 1.6),
  amountColumn('amount', '金额', 1.1),
];

const rowOf = ({ line, row }: NumberedLine, kind: string = row.kind): Row => [
  String(line),
  kind,
  row.ref,
  'earningId' in row ? row.earningId : '',
  'doctorId' in row ? row.doctorId : '',
  row.kind === 'earning' ? row.source : '',
  row.at,
  row.kind === 'adjustment' ? (row.corrects ?? '') : '',
  lineAmount(row),
];

/** A statement as a file. The same statement is the same lines for ever. */
export const sendStatementFile = async (
  { store, ledger }: RouteTools,
  reply: FastifyReply,
  row: StatementRow,
  format: Format,
): Promise<FastifyReply> => {
  const { statementId, statement } = row;
  if (statement.listed.lines > linesMax[format])
    return sendProblem(reply, 'too-many-lines', { most: linesMax[format] });
  reply.header('content-disposition', `attachment; filename="${statementId}.${format}"`);
  if (format === 'csv')
    return reply
      .type('text/csv; charset=utf-8')
      .send(Readable.from(csvPieces(store, statementId), { objectMode: false }));
  const rows: Row[] = [];
  for await (const line of listedLines(store, statementId))
    rows.push(rowOf(line, kindWords[line.row.kind]));
  const total: Row = ['', '合计', '', '', '', '', '', '', statement.listed.total];
  const table: Table = { heading: '结算明细', columns, rows, total };
  if (format === 'xlsx')
    return reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .send(await xlsxTable(table));
  const organization = await ledger.parties.organization(row.organizationId);
  const payer = await ledger.parties.payer(row.payerId);
  const names = { organization: organization.registered?.legalName ?? '', payer: nameOf(payer) };
  return reply.type('application/pdf').send(pages(row, names, table));
};

const nameOf = ({ registered }: Payer): string => registered?.legalName ?? '';

const pages = (
  { statementId, organizationId, payerId, period, version, begunAt, statement }: StatementRow,
  names: { readonly organization: string; readonly payer: string },
  table: Table,
): Readable =>
  printed({
    title: '服务费结算单',
    mark: `lotus-statement ${statementId} ${statement.listed.digest}`,
    at: begunAt,
    about: [
      ['结算单', `${statementId}（第 ${version} 版）`],
      ['结算月份', period],
      ['服务机构', `${names.organization}（${organizationId}）`],
      ['付款方', `${names.payer}（${payerId}）`],
    ],
    tables: [table],
    notes: ['金额为人民币元。冲回与往期调整为负数。'],
  });

/** CSV while it is read: a few hundred lines in memory. */
async function* csvPieces(store: EventStore, statementId: Reference): AsyncGenerator<string> {
  const [head = ''] = csvTable(columns, []);
  yield head;
  let rows: Row[] = [];
  for await (const line of listedLines(store, statementId)) {
    rows.push(rowOf(line));
    if (rows.length < linesPerPiece) continue;
    yield withoutHead(rows);
    rows = [];
  }
  if (rows.length > 0) yield withoutHead(rows);
}

const withoutHead = (rows: readonly Row[]): string => {
  const [, ...pieces] = csvTable(columns, rows);
  return pieces.join('');
};
