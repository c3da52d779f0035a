import { accountsOfPayer } from '../../domain/books/chart.ts';
import { amountFromFact, type Fen, minus, plus, total, zero } from '../../domain/money.ts';
import type { PayoutRow } from '../../projections/payout-row.ts';
import { merchantOf, payerOf } from './payout-people.ts';
import type { PayoutWorld } from './payout-world.ts';

export type OrderSeen = {
  readonly requestNo: string;
  readonly merchantNo: string;
  readonly amount: string;
  readonly fee: string;
  readonly status: string;
  readonly scenario: string;
  readonly paid: boolean;
  readonly returnedAt?: number;
};

/** Every payout as the log has it, once the views have seen all of it. */
export const payoutsNow = async ({ ports, views }: PayoutWorld): Promise<readonly PayoutRow[]> => {
  const head = await ports().store.head();
  if (head !== undefined && !(await views.caughtUpTo(head, 10_000)))
    throw new Error('Views behind');
  const rows: PayoutRow[] = [];
  let after: string | undefined;
  do {
    const { items, next } = views.payouts({}, { limit: 1_000, after }).answer;
    rows.push(...items);
    after = next;
  } while (after !== undefined);
  return rows;
};

export const ordersNow = async ({ provider }: PayoutWorld): Promise<readonly OrderSeen[]> =>
  (await provider.ask<{ items: OrderSeen[] }>('/sandbox/orders')).items;

const agrees = ({ state, paidAt }: PayoutRow, order: OrderSeen | undefined): boolean => {
  const cameBack = order?.status === 'SUCCESS' && !order.paid;
  const isUnpaid = order === undefined || order.status === 'FAIL' || order.status === 'CANCELED';
  switch (state) {
    case 'paid':
      return order?.paid === true;
    case 'rejected':
      return isUnpaid;
    // What pays again may fail in its turn: then the money waits as returned, and was never paid.
    case 'returned':
    case 'reissued':
    case 'cancelled':
      return paidAt === undefined ? isUnpaid : cameBack;
    case 'in-doubt':
      return order !== undefined;
    case 'requested':
    case 'submitted':
    case 'accepted':
      return false;
  }
};

/** Everything in which payouts and what the provider really did differ, in words; empty when all is well. */
export const differences = async (
  world: PayoutWorld,
  payers: readonly string[],
): Promise<readonly string[]> => {
  const [rows, orders] = [await payoutsNow(world), await ordersNow(world)];
  const byNumber = new Map(orders.map((order) => [order.requestNo, order]));
  const found: string[] = [];
  for (const row of rows) {
    const order = byNumber.get(row.payoutId);
    byNumber.delete(row.payoutId);
    if (order !== undefined && amountFromFact(order.amount) !== row.net)
      found.push(`${row.payoutId}: another amount was paid`);
    if (!agrees(row, order))
      found.push(`${row.payoutId} ${row.state}: ${order?.scenario} ${order?.status}`);
  }
  for (const order of byNumber.values()) found.push(`${order.requestNo}: nobody asked for it`);
  for (const name of payers) found.push(...(await moneyDifferences(world, name, rows, orders)));
  return found;
};

type Summary = { merchants: { [merchant: string]: { balance: string } | undefined } };

/** What the books say the provider holds, against what it holds; and that nothing stays reserved for nothing. */
const moneyDifferences = async (
  { provider, views }: PayoutWorld,
  name: string,
  rows: readonly PayoutRow[],
  orders: readonly OrderSeen[],
): Promise<readonly string[]> => {
  const { merchants } = await provider.ask<Summary>('/sandbox/summary');
  const held = amountFromFact(merchants[merchantOf(name)]?.balance ?? '0.00');
  const payerId = payerOf(name);
  const books = views.trialBalance().answer;
  const book = views.book(accountsOfPayer(payerId).cash).answer;
  const cash = book === undefined ? zero : minus(book.debit, book.credit);
  const doubted = rows.filter((row) => row.payerId === payerId && row.state === 'in-doubt');
  const inDoubt = new Set<string>(doubted.map(({ payoutId }) => payoutId));
  // Paid where we cannot be told: the one difference that is known, order by order.
  const unknown = orders.filter(({ requestNo, paid }) => paid && inDoubt.has(requestNo));
  const left = total(
    unknown.map(({ amount, fee }) => plus(amountFromFact(amount), amountFromFact(fee))),
  );
  const reserved = (kind: string): Fen =>
    total(
      books
        .filter(({ account }) => account.startsWith(`${kind}:`) && account.endsWith(payerId))
        .map(({ debit, credit }) => minus(credit, debit)),
    );
  return [
    ...(minus(cash, left) === held ? [] : [`${name}: books ${cash} less ${left}, held ${held}`]),
    ...(reserved('in-flight') === zero ? [] : [`${name}: ${reserved('in-flight')} in flight`]),
    ...(reserved('in-doubt') === total(doubted.map(({ gross }) => gross))
      ? []
      : [`${name}: ${reserved('in-doubt')} in doubt`]),
  ];
};

/** One payout as the log has it now. */
export const payoutNow = async (world: PayoutWorld, payoutId: string): Promise<PayoutRow> => {
  const row = (await payoutsNow(world)).find((one) => one.payoutId === payoutId);
  if (row === undefined) throw new Error(`No payout ${payoutId}`);
  return row;
};

/** Lives on until a payout stands so. */
export const untilPayout = (
  world: PayoutWorld,
  payoutId: string,
  wanted: PayoutRow['state'] | NonNullable<PayoutRow['waitingFor']>,
): Promise<void> =>
  world.until(async () => {
    const { state, waitingFor } = await payoutNow(world, payoutId);
    return state === wanted || waitingFor === wanted;
  });
