import type { Fen } from '../money.ts';
import type { Month } from '../time.ts';

/** Amounts are fen; `taxable` is yuan with all its digits, because a base need not be whole fen. */
export type Taxed = {
  /** The version of the rule in `rates.ts`. */
  readonly rule: string;
  readonly month: Month;
  readonly gross: Fen;
  readonly taxable: string;
  readonly rate: string;
  readonly quickDeduction: Fen;
  /** On all income the calculation covers, rounded half up once. */
  readonly tax: Fen;
  readonly withheld: Fen;
};

export type Cumulated = {
  /** Income and withholding that the calculation covers, before this payment. */
  readonly incomeBefore: Fen;
  readonly withheldBefore: Fen;
};

/** How a withholding came about, line by line. */
export type Working =
  | (Taxed &
      Cumulated & {
        readonly kind: 'monthly';
        readonly deduction:
          | { readonly kind: 'fixed'; readonly amount: Fen }
          | { readonly kind: 'share'; readonly rate: string };
      })
  | (Taxed &
      Cumulated & {
        readonly kind: 'cumulative';
        readonly from: Month;
        readonly months: number;
        readonly costRate: string;
        readonly deduction: Fen;
      })
  | {
      readonly kind: 'flat';
      readonly rule: string;
      readonly month: Month;
      readonly gross: Fen;
      readonly rate: string;
      readonly withheld: Fen;
    }
  | { readonly kind: 'none'; readonly rule: string; readonly month: Month; readonly gross: Fen };
