import type { PayerId } from '../../domain/identifiers.ts';
import { amountFromFact, amountText, type Fen, total, zero } from '../../domain/money.ts';
import type { Break } from '../../domain/reconciliation/breaks.ts';
import { totalsBreak } from '../../domain/reconciliation/funds.ts';
import type { PayerDay } from '../../domain/reconciliation/payer-day.ts';
import type { FindContext } from './find-context.ts';
import type { Papers } from './find-in-funds.ts';
import type { ReconcilePorts } from './ports.ts';

/** How much more the provider holds than the books by these payers' breaks, in fen. */
export const cashOf = (breaks: readonly Break[], payers: readonly PayerId[]): Fen =>
  total(
    breaks.filter(({ payerId }) => isOf(payers, payerId)).map(({ cash }) => amountFromFact(cash)),
  );

/** Bill and ledger agree line by line, and the account shows another sum. */
export const totalsOf = (
  { day, identify }: FindContext,
  { payments, returns }: Papers,
  payerId: PayerId,
  payers: readonly PayerId[],
): readonly Break[] => {
  const own = [...payments.judged, ...returns.judged].filter(
    (one) => one.unexplained !== zero && isOf(payers, one.payerId),
  );
  if (own.length === 0) return [];
  const cash = total(own.map(({ unexplained }) => unexplained));
  const shown = [
    { what: `account against bill, ${own.length} requests`, provider: amountText(cash), ours: '' },
  ];
  return [totalsBreak({ day, payerId }, cash, shown, identify)];
};

export const payerDay = (
  { views }: ReconcilePorts,
  { day, accounts }: FindContext,
  { payments, returns }: Papers,
  of: {
    readonly merchantNo: string;
    readonly payerId: PayerId;
    readonly payers: readonly PayerId[];
    readonly explained: Fen;
  },
): PayerDay => {
  const { merchantNo, payerId, payers, explained } = of;
  const account = accounts.get(merchantNo);
  const billed = payments.bill.sums.get(merchantNo);
  const inTransit = [...payments.judged, ...returns.judged]
    .filter((one) => isOf(payers, one.payerId))
    .map((one) => one.inTransit);
  return {
    payerId,
    day,
    billed: billed?.amount ?? zero,
    billedFees: billed?.fee ?? zero,
    billedReturns: returns.bill.sums.get(merchantNo)?.amount ?? zero,
    opening: account?.opening,
    closing: account?.closing,
    moneyIn: account?.flow?.moneyIn,
    moneyOut: account?.flow?.moneyOut,
    others: account?.flow?.others ?? [],
    ledger: total(payers.map((payer) => views.cashAtEndOf(payer, day).answer)),
    inTransit: total(inTransit),
    explained,
  };
};

const isOf = (payers: readonly PayerId[], payerId: PayerId | undefined): boolean =>
  payerId !== undefined && payers.includes(payerId);
