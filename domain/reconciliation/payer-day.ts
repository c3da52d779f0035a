import type { PayerId } from '../identifiers.ts';
import { amountText, type Fen } from '../money.ts';
import type { Day } from '../time.ts';
import type { PayerFunds } from './run-figures.ts';

/** What moved a payer's account and is no payout, as evidence. */
export type OtherMovement = {
  readonly flowNo: string;
  readonly kind: string;
  readonly amount: Fen;
};

/** One payer's day at the provider, all of it in fen. What was not told is undefined. */
export type PayerDay = {
  readonly payerId: PayerId;
  readonly day: Day;
  readonly billed: Fen;
  readonly billedFees: Fen;
  readonly billedReturns: Fen;
  readonly opening: Fen | undefined;
  readonly closing: Fen | undefined;
  /** Undefined where the account was not read, or not to its end. */
  readonly moneyIn: Fen | undefined;
  readonly moneyOut: Fen | undefined;
  readonly others: readonly OtherMovement[];
  readonly ledger: Fen;
  readonly inTransit: Fen;
  readonly explained: Fen;
};

/** The same as facts write it. */
export const payerFunds = (of: PayerDay): PayerFunds => {
  const { payerId, opening, moneyIn, moneyOut, closing } = of;
  return {
    payerId,
    billed: amountText(of.billed),
    billedFees: amountText(of.billedFees),
    billedReturns: amountText(of.billedReturns),
    ...(opening === undefined ? {} : { opening: amountText(opening) }),
    ...(moneyIn === undefined ? {} : { moneyIn: amountText(moneyIn) }),
    ...(moneyOut === undefined ? {} : { moneyOut: amountText(moneyOut) }),
    ...(closing === undefined ? {} : { closing: amountText(closing) }),
    ledger: amountText(of.ledger),
    inTransit: amountText(of.inTransit),
    explained: amountText(of.explained),
  };
};
