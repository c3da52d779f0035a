import { amountFromFact, amountText, fen, plus } from '../../../domain/money.ts';
import { instantOfMillis } from '../../../domain/time.ts';
import type { SandboxOrder } from './order.ts';
import { fine } from './tools.ts';

/** China's time, as the provider writes it. */
export const chinaText = (millis: number): string =>
  instantOfMillis(millis).slice(0, 19).replace('T', ' ');

const debitOf = ({ amount, fee }: SandboxOrder): string =>
  amountText(plus(amountFromFact(amount), amountFromFact(fee)));

/** The fields of a query's answer and of a notification. */
export const queryFields = (order: SandboxOrder) => ({
  merchantNo: order.merchantNo,
  parentMerchantNo: order.merchantNo,
  requestNo: order.requestNo,
  orderNo: order.orderNo,
  orderAmount: order.amount,
  receiveAmount: order.amount,
  debitAmount: debitOf(order),
  fee: order.fee,
  feeUndertakerMerchantNo: order.merchantNo,
  orderTime: chinaText(order.orderedAt),
  ...(order.finishedAt === undefined ? {} : { finishTime: chinaText(order.finishedAt) }),
  status: order.status,
  ...(order.status === 'FAIL' ? { failCode: order.failCode, failReason: '付款失败' } : {}),
  receiveType: order.receiveType,
  receiverAccountName: order.holder,
  receiverAccountNo: `****${order.last4}`,
  receiverBankCode: order.bankCode,
  isReversed: order.returnedAt !== undefined,
  ...(order.returnedAt === undefined ? {} : { reverseTime: chinaText(order.returnedAt) }),
});

/**
 * The answer to a query as JSON. Whether amounts are numbers or texts on the wire is not confirmed,
 * so half the orders get the one and half the other, always the same for one order.
 */
export const queryText = (order: SandboxOrder): string => {
  const fields = queryFields(order);
  const orderAmount = amountText(plus(amountFromFact(order.amount), fen(1n)));
  const told = order.scenario === 'query-other-amount' ? { ...fields, orderAmount } : fields;
  const text = JSON.stringify({ ...fine, ...told });
  return order.orderNo.charCodeAt(2) % 2 === 0 ? text : text.replaceAll(amountField, '"$1":$2');
};

/** What a notification says: the same as a query, in texts. */
export const notificationText = (order: SandboxOrder): string => JSON.stringify(queryFields(order));

const amountField = /"(orderAmount|receiveAmount|debitAmount|fee)":"(\d+\.\d\d)"/g;
