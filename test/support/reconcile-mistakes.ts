import { amountText, type Fen, minus, plus } from '../../domain/money.ts';
import { addDays, type Day } from '../../domain/time.ts';
import { yuan } from './ledger-words.ts';
import { merchantNoOf, payerNo } from './reconcile-world.ts';

/** What may go wrong with a payout that was paid, and what must be found of it. */
export type Injected = { readonly mistakes: readonly object[]; readonly found: readonly string[] };
export type Payout = { readonly requestNo: string; readonly payer: number; readonly net: Fen };

export const line = (day: Day, type: string, about: string, cash: string, end: string): string =>
  [day, type, about, cash, end].join(' ');

export const injections: readonly ((day: Day, of: Payout) => Injected)[] = [
  (day, { requestNo }) => ({
    mistakes: [{ bill: 'UA_PAY', requestNo, kind: 'missing' }],
    found: [line(day, 'ledger-only', requestNo, '0.00', 'open')],
  }),
  (day, { requestNo }) => ({
    mistakes: [{ bill: 'UA_PAY', requestNo, kind: 'next-day' }],
    found: [
      line(day, 'ledger-only', requestNo, '0.00', 'link'),
      line(addDays(day, 1), 'cutoff', requestNo, '0.00', 'link'),
    ],
  }),
  (day, { requestNo }) => ({
    mistakes: [{ bill: 'UA_PAY', requestNo, kind: 'twice' }],
    found: [line(day, 'duplicate', requestNo, '0.00', 'ignore')],
  }),
  (day, { requestNo, net }) => ({
    mistakes: [
      { bill: 'UA_PAY', requestNo, kind: 'twice', orderNo: `UAX${requestNo}`, moved: true },
    ],
    found: [
      line(day, 'duplicate', requestNo, `-${amountText(plus(net, yuan('1.00')))}`, 'suspense'),
    ],
  }),
  (day, { requestNo, net }) => ({
    mistakes: [
      {
        bill: 'UA_PAY',
        requestNo,
        kind: 'amount',
        amount: amountText(plus(net, yuan('0.37'))),
        moved: true,
      },
    ],
    found: [line(day, 'amount-diff', requestNo, '-0.37', 'suspense')],
  }),
  (day, { requestNo, net }) => ({
    mistakes: [
      { bill: 'UA_PAY', requestNo, kind: 'amount', amount: amountText(minus(net, yuan('1.00'))) },
    ],
    found: [line(day, 'amount-diff', requestNo, '0.00', 'ignore')],
  }),
  (day, { requestNo }) => ({
    mistakes: [{ bill: 'UA_PAY', requestNo, kind: 'fee', amount: '0.60', moved: true }],
    found: [line(day, 'fee-diff', requestNo, '0.40', 'suspense')],
  }),
  (day, { requestNo, payer }) => ({
    mistakes: [
      { bill: 'UA_PAY', requestNo, kind: 'merchant', merchantNo: merchantNoOf(3 - payer) },
    ],
    found: [line(day, 'payer-diff', requestNo, '0.00', 'ignore')],
  }),
];

/** What may go wrong with a day that no payout has to do with. */
export const ofTheDay: readonly ((day: Day, payer: number) => Injected)[] = [
  (day, payer) => {
    const about = { day, merchantNo: merchantNoOf(payer), requestNo: `X${day}` };
    return {
      mistakes: [{ ...about, bill: 'UA_PAY', kind: 'unknown', amount: '88.00' }],
      found: [line(day, 'provider-only', about.requestNo, '-89.00', 'suspense')],
    };
  },
  (day, payer) => {
    const about = { day, merchantNo: merchantNoOf(payer), requestNo: `Y${day}` };
    return {
      mistakes: [{ ...about, bill: 'UA_PAY_REFUND', kind: 'unknown', amount: '12.00' }],
      found: [line(day, 'provider-only', about.requestNo, '12.00', 'suspense')],
    };
  },
  (day, payer) => ({
    mistakes: [{ kind: 'charge', day, merchantNo: merchantNoOf(payer), amount: '3.21' }],
    found: [line(day, 'balance-diff', payerNo(payer), '-3.21', 'suspense')],
  }),
  (day) => ({
    mistakes: [{ bill: 'UA_PAY', kind: 'totals', day, count: 9_999 }],
    found: [line(day, 'totals-diff', '-', '0.00', 'ignore')],
  }),
];
