import type { Fen } from '../money.ts';
import type { Month } from '../time.ts';

/** How a payer's payments to a payee are taxed at source. */
export type TaxMethod = 'labor-monthly' | 'labor-cumulative' | 'incidental' | 'none';

/** One row of a rate table: tax = base × rate − quickDeduction for a base of at most `upTo`. */
export type Bracket = {
  /** Undefined in the last row: no upper end. */
  readonly upTo: Fen | undefined;
  readonly rate: string;
  readonly quickDeduction: Fen;
};

type Versioned = { readonly effectiveFrom: Month; readonly version: string };

/** All payments of a month are one income; the base is the income less a deduction for costs. */
export type MonthlyRule = Versioned & {
  readonly kind: 'monthly';
  /** An income of at most `fixedUpTo` is reduced by `fixedDeduction`, a larger by `costRate`. */
  readonly fixedUpTo: Fen;
  readonly fixedDeduction: Fen;
  readonly costRate: string;
  readonly brackets: readonly Bracket[];
};

/** A run of months of one calendar year is taxed as a whole, less what was withheld in it. */
export type CumulativeRule = Versioned & {
  readonly kind: 'cumulative';
  /** No run reaches back beyond this month: the method did not exist. */
  readonly runsFrom: Month;
  readonly costRate: string;
  readonly deductionPerMonth: Fen;
  /** So many months without income end a run. */
  readonly breakAfterEmptyMonths: number;
  readonly brackets: readonly Bracket[];
};

/** Each payment by itself, nothing deducted. */
export type FlatRule = Versioned & { readonly kind: 'flat'; readonly rate: string };

/** Nothing is withheld by us. */
export type NoRule = Versioned & { readonly kind: 'none' };

type TaxRule = MonthlyRule | CumulativeRule | FlatRule | NoRule;
export type TaxRules = { readonly [method in TaxMethod]: readonly TaxRule[] };
