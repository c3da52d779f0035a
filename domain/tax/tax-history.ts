import { type Fen, plus, total, zero } from '../money.ts';
import { addMonths, type Month } from '../time.ts';
import type { CumulativeRule } from './tax-rules.ts';

/**
 * Per payee and payer: what was paid and withheld, by Asia/Shanghai month, at least the months of
 * the current calendar year; months with nothing are absent.
 */
export type TaxHistory = ReadonlyMap<Month, { readonly gross: Fen; readonly withheld: Fen }>;

/** A year is all that any method looks back on; the second lets late bank returns be undone. */
const monthsKept = 24;

/**
 * The history after one more payment, months ascending. Negative amounts undo a failed payment.
 * Months without income and those 24 or more before the newest are dropped, so undoing a payment
 * that is no longer kept leaves nothing behind.
 */
export const recordPayment = (
  history: TaxHistory,
  month: Month,
  gross: Fen,
  withheld: Fen,
): TaxHistory => {
  const before = history.get(month);
  const after = new Map(history).set(month, {
    gross: plus(before?.gross ?? zero, gross),
    withheld: plus(before?.withheld ?? zero, withheld),
  });
  const months = [...after].sort(([a], [b]) => (a < b ? -1 : 1));
  const oldestKept = addMonths(months.at(-1)?.[0] ?? month, 1 - monthsKept);
  return new Map(months.filter(([at, { gross: paid }]) => at >= oldestKept && paid > 0n));
};

/** Consecutive months with income that a cumulative calculation covers. */
export type IncomeRun = {
  readonly from: Month;
  /** Months with income, the current one included. */
  readonly months: number;
  /** Before the payment at hand. */
  readonly gross: Fen;
  readonly withheld: Fen;
};

/** The run that a payment in `month` continues or starts; it never leaves the calendar year. */
export const incomeRun = (history: TaxHistory, month: Month, rule: CumulativeRule): IncomeRun => {
  const inRun: Month[] = [month];
  let empty = 0;
  let at = addMonths(month, -1);
  while (at.slice(0, 4) === month.slice(0, 4) && at >= rule.runsFrom) {
    empty = history.has(at) ? 0 : empty + 1;
    if (empty === rule.breakAfterEmptyMonths) break;
    if (empty === 0) inRun.push(at);
    at = addMonths(at, -1);
  }
  const paid = inRun.flatMap((of) => history.get(of) ?? []);
  return {
    from: inRun.at(-1) ?? month,
    months: inRun.length,
    gross: total(paid.map(({ gross }) => gross)),
    withheld: total(paid.map(({ withheld }) => withheld)),
  };
};
