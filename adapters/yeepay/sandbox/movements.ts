import {
  amountFromFact,
  amountText,
  type Fen,
  negated,
  plus,
  zero,
} from '../../../domain/money.ts';
import { type Day, dayOf, instantOfMillis } from '../../../domain/time.ts';
import type { SandboxOrders } from './orders.ts';
import { chinaText } from './views.ts';

type Moved = {
  readonly at: number;
  readonly trxCode: string;
  readonly orderId: string;
  readonly trxFlowNo: string;
  readonly amount: Fen;
  readonly fee: Fen;
};

export type Movement = {
  readonly day: Day;
  readonly fields: { readonly [name: string]: string };
};

/**
 * The provider's codes: recharge and payout. That a return counts as a payout taken back is an
 * assumption.
 */
const [recharge, payout] = ['1005', '2005'];

/** A merchant's movements, oldest first, each with the balance after it. */
export const movements = (orders: SandboxOrders, merchantNo: string): readonly Movement[] => {
  const all = [...moved(orders, merchantNo)].sort((a, b) => a.at - b.at);
  let balance = zero;
  return all.map(({ at, trxCode, orderId, trxFlowNo, amount, fee }) => {
    balance = plus(balance, plus(amount, negated(fee)));
    const [income, expenditure] = amount < zero ? [zero, negated(amount)] : [amount, zero];
    const fields = {
      accountTime: chinaText(at),
      trxTime: chinaText(at),
      trxFlowNo,
      trxCode,
      merchantNo,
      orderId,
      fee: amountText(fee),
      income: amountText(income),
      expenditure: amountText(expenditure),
      balance: amountText(balance),
      accountType: 'FUND_ACCOUNT',
      direction: amount < zero ? 'OUT' : 'IN',
    };
    return { day: dayOf(instantOfMillis(at)), fields };
  });
};

function* moved(orders: SandboxOrders, merchantNo: string): Iterable<Moved> {
  for (const [id, { merchantNo: of, amount, at }] of orders.fundings()) {
    if (of !== merchantNo) continue;
    yield { at, trxCode: recharge, orderId: id, trxFlowNo: `F${id}`, amount, fee: zero };
  }
  for (const order of orders.all()) {
    const { finishedAt, returnedAt, status, requestNo: orderId, orderNo } = order;
    if (order.merchantNo !== merchantNo || status !== 'SUCCESS') continue;
    const [amount, fee] = [amountFromFact(order.amount), amountFromFact(order.fee)];
    const at = finishedAt ?? order.orderedAt;
    yield { at, trxCode: payout, orderId, trxFlowNo: orderNo, amount: negated(amount), fee };
    if (returnedAt === undefined) continue;
    const trxFlowNo = `${orderNo}R`;
    yield { at: returnedAt, trxCode: payout, orderId, trxFlowNo, amount, fee: zero };
  }
}
