import {
  amountFromFact,
  amountText,
  type Fen,
  negated,
  plus,
  zero,
} from '../../../domain/money.ts';
import { type Day, dayOf, instantOfMillis } from '../../../domain/time.ts';
import { unknownFee, unknownOrderNo } from './bill.ts';
import type { Discrepancy } from './discrepancy.ts';
import { asMoved, duringDay, mistakesByOrder } from './mistakes.ts';
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
const [recharge, payout, charge] = ['1005', '2005', '2099'];

type Listed = { readonly changes: number; readonly wrong: readonly Discrepancy[] };
type Kept = Listed & { readonly lists: Map<string, readonly Movement[]> };
const kept = new WeakMap<SandboxOrders, Kept>();

/**
 * A merchant's movements, oldest first, each with the balance after it. A list is asked for page by
 * page, so it is kept until something changes.
 */
export const movements = (
  orders: SandboxOrders,
  merchantNo: string,
  wrong: readonly Discrepancy[],
): readonly Movement[] => {
  const { changes } = orders;
  let known = kept.get(orders);
  if (known?.changes !== changes || known.wrong !== wrong)
    known = { changes, wrong, lists: new Map() };
  kept.set(orders, known);
  const list = known.lists.get(merchantNo) ?? listed(orders, merchantNo, wrong);
  known.lists.set(merchantNo, list);
  return list;
};

const listed = (
  orders: SandboxOrders,
  merchantNo: string,
  discrepancies: readonly Discrepancy[],
): readonly Movement[] => {
  const all = [
    ...moved(orders, merchantNo, discrepancies),
    ...mistaken(merchantNo, discrepancies),
  ].sort((a, b) => a.at - b.at);
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

function* moved(
  orders: SandboxOrders,
  merchantNo: string,
  discrepancies: readonly Discrepancy[],
): Iterable<Moved> {
  const wrong = mistakesByOrder(discrepancies, 'UA_PAY');
  for (const [id, { merchantNo: of, amount, at }] of orders.fundings()) {
    if (of !== merchantNo) continue;
    yield { at, trxCode: recharge, orderId: id, trxFlowNo: `F${id}`, amount, fee: zero };
  }
  for (const taken of orders.all()) {
    const mistake = wrong.get(taken.requestNo);
    const order = asMoved(taken, mistake);
    const { finishedAt, returnedAt, status, requestNo: orderId, orderNo } = order;
    if (order.merchantNo !== merchantNo || status !== 'SUCCESS') continue;
    const [amount, fee] = [amountFromFact(order.amount), amountFromFact(order.fee)];
    const at = finishedAt ?? order.orderedAt;
    yield { at, trxCode: payout, orderId, trxFlowNo: orderNo, amount: negated(amount), fee };
    if (mistake?.kind === 'twice' && mistake.moved === true)
      yield {
        at,
        trxCode: payout,
        orderId,
        trxFlowNo: `${orderNo}D`,
        amount: negated(amount),
        fee,
      };
    if (returnedAt === undefined) continue;
    const trxFlowNo = `${orderNo}R`;
    yield { at: returnedAt, trxCode: payout, orderId, trxFlowNo, amount, fee: zero };
  }
}

/** What moved although nobody ordered it. */
function* mistaken(merchantNo: string, discrepancies: readonly Discrepancy[]): Iterable<Moved> {
  for (const [at, one] of discrepancies.entries()) {
    if ((one.kind !== 'unknown' && one.kind !== 'charge') || one.merchantNo !== merchantNo)
      continue;
    const when = duringDay(one.day);
    const amount = amountFromFact(one.amount);
    if (one.kind === 'charge') {
      const flow = { trxCode: charge, orderId: '', trxFlowNo: `C${at}`, fee: zero };
      yield { at: when, ...flow, amount: negated(amount) };
    } else if (one.moved !== false) {
      const isPayment = one.bill === 'UA_PAY';
      yield {
        at: when,
        trxCode: payout,
        orderId: one.requestNo,
        trxFlowNo: unknownOrderNo(one.requestNo),
        amount: isPayment ? negated(amount) : amount,
        fee: isPayment ? amountFromFact(unknownFee) : zero,
      };
    }
  }
}
