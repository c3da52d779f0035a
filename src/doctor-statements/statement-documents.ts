import type { Readable } from 'node:stream';
import type { Fen } from '../../domain/money.ts';
import {
  type DoctorStatement,
  type PayerStatement,
  partNames,
  type StatementSums,
} from '../../projections/doctor-statement.ts';
import { printed } from '../documents/printed-pages.ts';
import { amountColumn, type Row, type Table, textColumn } from '../documents/table.ts';
import type { StatementRead } from './read-statement.ts';
import type { StatementText } from './statement-text.ts';
import { kindWords, partWords, sourceWords } from './statement-words.ts';

export const sumNames = [
  'opening',
  'earned',
  'reversed',
  'tax',
  'paid',
  'adjustments',
  'closing',
] as const satisfies readonly (keyof StatementSums)[];

const people = (instant: string): string => instant.slice(0, 19).replace('T', ' ');

const sumsTable = ({ byPayer, ...all }: DoctorStatement): Table => ({
  heading: '本月结算',
  columns: [
    textColumn('payer', '付款方', 2),
    ...['期初应付', '收入', '冲回', '代扣税款', '已付款', '调整', '期末应付'].map((label) =>
      amountColumn(label, label),
    ),
  ],
  rows: byPayer.map((of): Row => [of.payerId, ...sumNames.map((name) => of[name])]),
  total: ['合计', ...sumNames.map((name): Fen => all[name])],
});

const sourcesTable = ({ bySource, earned }: DoctorStatement): Table => ({
  heading: '收入构成',
  columns: [textColumn('source', '服务类型', 2), amountColumn('earned', '收入')],
  rows: bySource.map(({ source, earned: sum }): Row => [sourceWords[source], sum]),
  total: ['合计', earned],
});

const partsTable = ({ byPayer }: DoctorStatement): Table => ({
  heading: '期末应付构成',
  columns: [
    textColumn('payer', '付款方', 2),
    ...partNames.map((name) => amountColumn(name, partWords[name])),
  ],
  rows: byPayer.map(
    ({ payerId, closingParts }: PayerStatement): Row => [
      payerId,
      ...partNames.map((name) => closingParts[name]),
    ],
  ),
});

const about = [
  textColumn('at', '记账时间', 2),
  textColumn('kind', '事项', 1.6),
  textColumn('ref', '编号', 3),
  textColumn('payer', '付款方', 1.6),
];

const linesTable = ({ lines }: DoctorStatement): Table => ({
  heading: '明细（应付款变动）',
  columns: [
    ...about,
    amountColumn('amount', '金额'),
    amountColumn('tax', '其中税款'),
    amountColumn('paid', '其中实付'),
  ],
  rows: lines.map(
    ({ at, kind, ref, payerId, amount, tax, paid }): Row => [
      ...[people(at), kindWords[kind], ref, payerId],
      ...[amount, tax, paid],
    ],
  ),
});

const movesTable = ({ moves }: DoctorStatement): Table => ({
  heading: '明细（应付款内部转移）',
  columns: [
    ...about,
    textColumn('from', '转出', 1.2),
    textColumn('to', '转入', 1.2),
    amountColumn('amount', '金额'),
  ],
  rows: moves.map(
    ({ at, kind, ref, payerId, from, to, amount }): Row => [
      ...[people(at), kindWords[kind], ref, payerId],
      ...[partWords[from], partWords[to], amount],
    ],
  ),
});

/** The statement as printable pages. No names and no cards: only ids, and who pays. */
export const statementPages = (read: StatementRead, text: StatementText): Readable => {
  const { statement, state, payers, at } = read;
  const isClosed = state === 'closed';
  return printed({
    title: isClosed ? '月度结算单' : '月度结算单（暂计，本月未结束）',
    mark: text.mark,
    at,
    data: { name: 'statement.json', json: JSON.stringify(text.content) },
    about: [
      ['账户', statement.account],
      ['月份', statement.month],
      ['截至', people(at)],
      ...[...payers].map(([id, name]) => ['付款方', `${id}  ${name}`] as const),
      ['币种', '人民币元'],
    ],
    tables: [
      sumsTable(statement),
      ...(statement.bySource.length === 0 ? [] : [sourcesTable(statement)]),
      partsTable(statement),
      linesTable(statement),
      ...(statement.moves.length === 0 ? [] : [movesTable(statement)]),
    ],
    notes: [
      '期初应付 + 收入 − 冲回 − 代扣税款 − 已付款 + 调整 = 期末应付。代扣税款与已付款均以实际发生为准，退票冲减已付款。',
      '每页页脚为本结算单的凭证号，其末段为内容摘要（SHA-256），可用 lotus verify-statement 与账本核对。',
    ],
  });
};
