import { amountText, zero } from '../../domain/money.ts';
import type { Break } from '../../domain/reconciliation/breaks.ts';
import { balanceBreaks, totalsBreak } from '../../domain/reconciliation/funds.ts';
import { type PayerDay, payerFunds } from '../../domain/reconciliation/payer-day.ts';
import type { PayerFunds } from '../../domain/reconciliation/run-figures.ts';
import type { Reconciliation } from '../../domain/reconciliation/state.ts';
import type { PaperFound } from './find.ts';
import type { FindContext } from './find-context.ts';
import { openBreaks } from './open-breaks.ts';
import { cashOf, payerDay, totalsOf } from './payer-days.ts';
import type { ReconcilePorts } from './ports.ts';

export type Papers = {
  readonly payments: PaperFound;
  readonly returns: PaperFound;
  readonly detail: readonly Break[];
};

/** The third way: sums, and every payer's money at the provider. */
export const findInFunds = async (
  ports: ReconcilePorts,
  context: FindContext,
  papers: Papers,
): Promise<{ readonly funds: readonly PayerFunds[]; readonly breaks: readonly Break[] }> => {
  const { day, identify } = context;
  const state = await ports.ledger.reconciliations.state(ports.providerName, day);
  const earlier = openBreaks(ports.views, day).map(({ found }) => found);
  const breaks = [...headBreaks(context, papers.payments)];
  const funds: PayerFunds[] = [];
  for (const [merchantNo, payers] of context.merchants) {
    const [payerId] = payers;
    if (payerId === undefined || !isConcerned(context, papers, merchantNo)) continue;
    const totals = totalsOf(context, papers, payerId, payers);
    breaks.push(...totals);
    const open = [...papers.detail, ...totals].filter((one) => isOpen(state, one));
    const explained = cashOf([...open, ...earlier], payers);
    const of = payerDay(ports, context, papers, { merchantNo, payerId, payers, explained });
    if (isIdle(of)) continue;
    breaks.push(...balanceBreaks(of, identify));
    funds.push(payerFunds(of));
  }
  return { funds, breaks };
};

/** A merchant of whom nothing is known, and who stands in no bill, has nothing to be compared. */
const isConcerned = (
  { accounts }: FindContext,
  { payments, returns }: Papers,
  merchantNo: string,
): boolean =>
  accounts.has(merchantNo) ||
  payments.bill.sums.has(merchantNo) ||
  returns.bill.sums.has(merchantNo);

/** Of a payer who never had money there, nothing need be said. */
const isIdle = ({ closing, ledger, billed, moneyIn, moneyOut }: PayerDay): boolean =>
  closing === zero && ledger === zero && billed === zero && moneyIn === zero && moneyOut === zero;

/** Not decided yet: it explains money that differs. What was put aside is in the books by now. */
const isOpen = ({ breaks }: Reconciliation, { breakId }: Break): boolean => {
  const known = breaks.get(breakId);
  return known === undefined || known.status === 'open' || known.action === 'clear';
};

/** The bill against what it says of itself. */
const headBreaks = ({ day, identify }: FindContext, { bill }: PaperFound): readonly Break[] => {
  const { head, lines, amount } = bill;
  const stated = [
    ...(head?.count === undefined || head.count === lines
      ? []
      : [{ what: 'lines', provider: String(head.count), ours: String(lines) }]),
    ...(head?.amount === undefined || head.amount === amount
      ? []
      : [{ what: 'amount', provider: amountText(head.amount), ours: amountText(amount) }]),
  ];
  return stated.length === 0 ? [] : [totalsBreak({ day }, zero, stated, identify)];
};
