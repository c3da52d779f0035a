import { amountFromFact, amountText, plus } from '../../../domain/money.ts';
import { dayOf, instantOfMillis } from '../../../domain/time.ts';
import type { SandboxOrder } from './orders.ts';

/** China's time, as the provider writes it. */
export const chinaText = (millis: number): string =>
  instantOfMillis(millis).slice(0, 19).replace('T', ' ');

/** The fields of a query's answer and of a notification. */
export const queryFields = (order: SandboxOrder): { readonly [name: string]: unknown } => ({
  merchantNo: order.merchantNo,
  parentMerchantNo: order.merchantNo,
  requestNo: order.requestNo,
  orderNo: order.orderNo,
  orderAmount: order.amount,
  receiveAmount: order.amount,
  debitAmount: amountText(plus(amountFromFact(order.amount), amountFromFact(order.fee))),
  fee: order.fee,
  feeUndertakerMerchantNo: order.merchantNo,
  orderTime: chinaText(order.orderedAt),
  ...(order.finishedAt === undefined ? {} : { finishTime: chinaText(order.finishedAt) }),
  status: order.status,
  ...(order.failCode === undefined ? {} : { failCode: order.failCode, failReason: '付款失败' }),
  receiveType: 'REAL_TIME',
  isReversed: order.returnedAt !== undefined,
  ...(order.returnedAt === undefined ? {} : { reverseTime: chinaText(order.returnedAt) }),
});

const billColumns = [
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
];

const quoted = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;

const billLine = (order: SandboxOrder, at: number, status: string): string =>
  quoted([
    order.requestNo,
    order.orderNo,
    order.amount,
    order.amount,
    amountText(plus(amountFromFact(order.amount), amountFromFact(order.fee))),
    order.fee,
    chinaText(order.orderedAt),
    chinaText(at),
    status,
    order.holder,
    `****${order.last4}`,
    order.bankCode,
  ]);

/** The bill of a day, by finish or return date; undefined where there is nothing to bill. The layout is our assumption. */
export const billText = (
  kind: 'UA_PAY' | 'UA_PAY_REFUND',
  day: string,
  orders: readonly SandboxOrder[],
): string | undefined => {
  const momentOf = (order: SandboxOrder): number | undefined =>
    kind === 'UA_PAY' ? order.finishedAt : order.returnedAt;
  const billed = orders.filter((order) => {
    const at = momentOf(order);
    return order.status === 'SUCCESS' && at !== undefined && dayOf(instantOfMillis(at)) === day;
  });
  if (billed.length === 0) return undefined;
  const sum = billed.reduce(
    (total, { amount }) => plus(total, amountFromFact(amount)),
    amountFromFact('0.00'),
  );
  const head =
    quoted(['账单日期', day]) +
    quoted(['总笔数', String(billed.length), '总金额', amountText(sum)]);
  const status = kind === 'UA_PAY' ? 'SUCCESS' : 'REVERSED';
  return (
    head +
    quoted(billColumns) +
    billed.map((order) => billLine(order, momentOf(order) ?? 0, status)).join('')
  );
};
