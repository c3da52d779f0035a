import type { PayerId } from '../identifiers.ts';
import { amountText, type Fen, fen, minus, plus, zero } from '../money.ts';
import type { Day } from '../time.ts';
import type { Compared } from './break-evidence.ts';
import type { Break } from './breaks.ts';
import type { Identify } from './evidence.ts';
import type { PayerDay } from './payer-day.ts';

const othersShown = 10;

/** Opening + in − out = closing there, and closing is what our cash account says here. */
export const balanceBreaks = (of: PayerDay, identify: Identify): readonly Break[] => {
  const { closing, opening, moneyIn, moneyOut } = of;
  if (closing === undefined) return [];
  const breaks: Break[] = [];
  const left = fen(closing - of.ledger - of.inTransit - of.explained);
  if (left !== zero) breaks.push(balanceBreak(of, left, compared(of, closing), identify));
  if (opening === undefined || moneyIn === undefined || moneyOut === undefined) return breaks;
  const summed = minus(plus(opening, moneyIn), moneyOut);
  if (summed !== closing) {
    const sums = { what: 'opening + in − out', provider: amountText(summed) };
    breaks.push(
      balanceBreak(of, zero, [{ ...sums, ours: `closing ${amountText(closing)}` }], identify),
    );
  }
  return breaks;
};

const compared = (of: PayerDay, closing: Fen): readonly Compared[] => {
  const expected = plus(plus(of.ledger, of.inTransit), of.explained);
  return [
    { what: 'closing', provider: amountText(closing), ours: amountText(expected) },
    ...of.others.slice(0, othersShown).map(({ flowNo, kind, amount }) => ({
      what: `moved that day: ${kind} ${flowNo}`,
      provider: amountText(amount),
      ours: '',
    })),
  ];
};

const balanceBreak = (
  { payerId, day }: PayerDay,
  cash: Fen,
  shown: readonly Compared[],
  identify: Identify,
): Break => ({
  breakId: identify(['balance-diff', payerId, day, ...shown.map(words)]),
  type: 'balance-diff',
  paper: 'funds',
  day,
  payerId,
  cash: amountText(cash),
  bill: [],
  compared: shown,
});

const words = ({ what, provider, ours }: Compared): string => [what, provider, ours].join(' ');

/** Figures of one payer or one bill that should be equal and are not. */
export const totalsBreak = (
  of: { readonly day: Day; readonly payerId?: PayerId },
  cash: Fen,
  shown: readonly Compared[],
  identify: Identify,
): Break => ({
  breakId: identify(['totals-diff', of.payerId ?? 'bill', of.day, ...shown.map(words)]),
  type: 'totals-diff',
  paper: of.payerId === undefined ? 'payments' : 'funds',
  ...of,
  cash: amountText(cash),
  bill: [],
  compared: shown,
});
