import { amountFromFact, type Fen, minus, plus, zero } from '../../../domain/money.ts';
import { isUnderWay, type SandboxOrder } from './order.ts';

/** What happened to one merchant's money. */
export type Sums = {
  readonly funded: Fen;
  readonly paid: Fen;
  readonly returned: Fen;
  readonly fees: Fen;
  /** Amounts and fees of orders that are under way. */
  readonly reserved: Fen;
  readonly orders: number;
  /** Orders that were paid and have stayed paid. */
  readonly count: number;
};

export const noSums: Sums = {
  funded: zero,
  paid: zero,
  returned: zero,
  fees: zero,
  reserved: zero,
  orders: 0,
  count: 0,
};

/** What one order contributes: a return gives the amount back, not the fee. */
export const sumsOf = (order: SandboxOrder): Sums => {
  const [amount, fee] = [amountFromFact(order.amount), amountFromFact(order.fee)];
  const isPaid = order.status === 'SUCCESS';
  const isReturned = isPaid && order.returnedAt !== undefined;
  return {
    funded: zero,
    paid: isPaid ? amount : zero,
    returned: isReturned ? amount : zero,
    fees: isPaid ? fee : zero,
    reserved: isUnderWay(order) ? plus(amount, fee) : zero,
    orders: 1,
    count: isPaid && !isReturned ? 1 : 0,
  };
};

export const added = (a: Sums, b: Sums): Sums => ({
  funded: plus(a.funded, b.funded),
  paid: plus(a.paid, b.paid),
  returned: plus(a.returned, b.returned),
  fees: plus(a.fees, b.fees),
  reserved: plus(a.reserved, b.reserved),
  orders: a.orders + b.orders,
  count: a.count + b.count,
});

export const taken = (a: Sums, b: Sums): Sums => ({
  funded: minus(a.funded, b.funded),
  paid: minus(a.paid, b.paid),
  returned: minus(a.returned, b.returned),
  fees: minus(a.fees, b.fees),
  reserved: minus(a.reserved, b.reserved),
  orders: a.orders - b.orders,
  count: a.count - b.count,
});

/** What the provider holds for the merchant. */
export const balanceOf = ({ funded, paid, returned, fees }: Sums): Fen =>
  minus(plus(funded, returned), plus(paid, fees));

/** What a further order may draw on. */
export const availableOf = (sums: Sums): Fen => minus(balanceOf(sums), sums.reserved);
