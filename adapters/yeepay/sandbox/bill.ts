import iconv from 'iconv-lite';
import { amountFromFact, amountText, plus, total } from '../../../domain/money.ts';
import { type Day, dayOf, instantOfMillis, millisOf, startOfDay } from '../../../domain/time.ts';
import type { SandboxOrder } from './order.ts';
import type { Discrepancy, Switches } from './switches.ts';
import { chinaText } from './views.ts';

export type BizType = Discrepancy['bill'];

/** The layout is our assumption: the provider does not publish its own. */
const columns = [
  '商户请求号',
  '易宝订单号',
  '付款金额',
  '到账金额',
  '扣账金额',
  '手续费',
  '下单时间',
  '完成时间',
  '状态',
  '收款户名',
  '收款账号',
  '开户行',
  '商户编号',
];

type Row = {
  readonly order: Omit<SandboxOrder, 'content' | 'status' | 'receiveType' | 'scenario'>;
  readonly at: number;
};

/**
 * The bill of a day, piece by piece, by the day money left or came back; undefined where there is
 * nothing to bill.
 */
export const billOf = (
  kind: BizType,
  day: Day,
  orders: Iterable<SandboxOrder>,
  { discrepancies, billCharset }: Switches,
): Iterable<Buffer> | undefined => {
  const wrong = discrepancies.filter(({ bill }) => bill === kind);
  const rows = [...unknownRows(wrong, day)];
  for (const order of orders) {
    const at = kind === 'UA_PAY' ? order.finishedAt : order.returnedAt;
    if (order.status !== 'SUCCESS' || at === undefined) continue;
    if (dayOf(instantOfMillis(at)) === day) rows.push(...rowsOf({ order, at }, wrong));
  }
  return rows.length === 0 ? undefined : encodedPieces(pieces(kind, day, rows), billCharset);
};

/** The lines of one order: one, unless something was to be wrong. */
const rowsOf = (row: Row, wrong: readonly Discrepancy[]): readonly Row[] => {
  const { order, at } = row;
  const found = wrong.find(({ requestNo }) => requestNo === order.requestNo);
  switch (found?.kind) {
    case 'missing':
      return [];
    case 'twice':
      return [row, row];
    case 'amount':
      return [{ order: { ...order, amount: found.amount }, at }];
    case 'fee':
      return [{ order: { ...order, fee: found.amount }, at }];
    case 'unknown':
    case undefined:
      return [row];
  }
};

function* unknownRows(wrong: readonly Discrepancy[], day: Day): Iterable<Row> {
  for (const one of wrong) {
    if (one.kind !== 'unknown' || one.day !== day) continue;
    const { requestNo, merchantNo, amount } = one;
    const at = millisOf(startOfDay(day));
    const fee = amountText(amountFromFact('1.00'));
    const payee = { holder: '*', last4: '0000', bankCode: '' };
    const order = { requestNo, orderNo: `UA${requestNo}`, merchantNo, amount, fee, orderedAt: at };
    yield { order: { ...order, ...payee }, at };
  }
}

function* pieces(kind: BizType, day: Day, rows: readonly Row[]): Iterable<string> {
  const sum = amountText(total(rows.map(({ order }) => amountFromFact(order.amount))));
  const count = String(rows.length);
  yield line(['账单日期', day]) + line(['总笔数', count, '总金额', sum]) + line(columns);
  for (const { order, at } of rows) yield line(cells(order, at, kind));
}

const cells = (order: Row['order'], at: number, kind: BizType): readonly string[] => {
  const { requestNo, orderNo, amount, fee, orderedAt, holder, last4, bankCode } = order;
  const debit = amountText(plus(amountFromFact(amount), amountFromFact(fee)));
  const times = [chinaText(orderedAt), chinaText(at)];
  const status = kind === 'UA_PAY' ? 'SUCCESS' : 'REVERSED';
  const payee = [holder, `****${last4}`, bankCode];
  const money = [amount, amount, debit, fee];
  return [requestNo, orderNo, ...money, ...times, status, ...payee, order.merchantNo];
};

const line = (of: readonly string[]): string =>
  `${of.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;

function* encodedPieces(
  texts: Iterable<string>,
  charset: Switches['billCharset'],
): Iterable<Buffer> {
  if (charset === 'utf-8-bom') yield Buffer.from('\ufeff');
  for (const text of texts)
    yield charset === 'gb18030' ? iconv.encode(text, 'gb18030') : Buffer.from(text);
}
