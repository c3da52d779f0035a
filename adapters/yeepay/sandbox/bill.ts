import iconv from 'iconv-lite';
import { amountFromFact, amountText, plus, total } from '../../../domain/money.ts';
import type { Day } from '../../../domain/time.ts';
import type { Discrepancy } from './discrepancy.ts';
import { billedDay, duringDay, mistakesByOrder } from './mistakes.ts';
import type { SandboxOrder } from './order.ts';
import type { Switches } from './switches.ts';
import { chinaText } from './views.ts';

export type BizType = 'UA_PAY' | 'UA_PAY_REFUND';

/** Of lines that nobody ordered. */
export const unknownFee = amountText(amountFromFact('1.00'));
export const unknownOrderNo = (requestNo: string): string => `UA${requestNo}`;

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
  const wrong = mistakesByOrder(discrepancies, kind);
  const rows = [...unknownRows(discrepancies, kind, day)];
  for (const order of orders) {
    const at = kind === 'UA_PAY' ? order.finishedAt : order.returnedAt;
    if (order.status !== 'SUCCESS' || at === undefined) continue;
    const mistake = wrong.get(order.requestNo);
    if (billedDay(at, mistake) === day) rows.push(...rowsOf({ order, at }, mistake));
  }
  const told = discrepancies.find(
    (one) => one.kind === 'totals' && one.bill === kind && one.day === day,
  );
  const count = told?.kind === 'totals' ? told.count : rows.length;
  return rows.length === 0
    ? undefined
    : encodedPieces(pieces({ kind, day, count }, rows), billCharset);
};

/** The lines of one order: one, unless something was to be wrong. */
const rowsOf = (row: Row, mistake: Discrepancy | undefined): readonly Row[] => {
  const { order, at } = row;
  switch (mistake?.kind) {
    case 'missing':
      return [];
    case 'twice':
      return [row, { order: { ...order, orderNo: mistake.orderNo ?? order.orderNo }, at }];
    case 'amount':
      return [{ order: { ...order, amount: mistake.amount }, at }];
    case 'fee':
      return [{ order: { ...order, fee: mistake.amount }, at }];
    case 'merchant':
      return [{ order: { ...order, merchantNo: mistake.merchantNo }, at }];
    case 'next-day':
    case 'unknown':
    case 'totals':
    case 'charge':
    case undefined:
      return [row];
  }
};

function* unknownRows(
  discrepancies: readonly Discrepancy[],
  kind: BizType,
  day: Day,
): Iterable<Row> {
  for (const one of discrepancies) {
    if (one.kind !== 'unknown' || one.bill !== kind || one.day !== day) continue;
    const { requestNo, merchantNo, amount } = one;
    const at = duringDay(day);
    const payee = { holder: '*', last4: '0000', bankCode: '' };
    const orderNo = unknownOrderNo(requestNo);
    const order = { requestNo, orderNo, merchantNo, amount, fee: unknownFee, orderedAt: at };
    yield { order: { ...order, ...payee }, at };
  }
}

type Head = { readonly kind: BizType; readonly day: Day; readonly count: number };

function* pieces({ kind, day, count }: Head, rows: readonly Row[]): Iterable<string> {
  const sum = amountText(total(rows.map(({ order }) => amountFromFact(order.amount))));
  const sums = line(['总笔数', String(count), '总金额', sum]);
  yield line(['账单日期', day]) + sums + line(columns);
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
