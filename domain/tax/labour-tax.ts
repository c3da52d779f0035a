import {
  type Exactly,
  exactDifference,
  exactly,
  exactText,
  type Fen,
  fen,
  isAtMost,
  larger,
  minus,
  plus,
  roundHalfUp,
  smaller,
  timesRate,
  zero,
} from '../money.ts';
import type { Month } from '../time.ts';
import { incomeRun, type TaxHistory } from './tax-history.ts';
import type { Bracket, CumulativeRule, MonthlyRule } from './tax-rules.ts';
import type { Working } from './working.ts';

const atLeastZero = (amount: Exactly): Exactly =>
  isAtMost(amount, exactly(zero)) ? exactly(zero) : amount;

const bracketOf = (brackets: readonly Bracket[], taxable: Exactly): Bracket => {
  const found = brackets.find(({ upTo }) => upTo === undefined || isAtMost(taxable, exactly(upTo)));
  if (found === undefined) throw new RangeError('A rate table must have a last row without an end');
  return found;
};

/** The only rounding of a labour tax: on the tax of all income covered, never on the base. */
const taxOn = (taxable: Exactly, { rate, quickDeduction }: Bracket): Fen =>
  roundHalfUp(exactDifference(timesRate(taxable, rate), exactly(quickDeduction)));

/** Nothing is given back at source, and no payment is reduced below nothing. */
const between = (difference: Fen, gross: Fen): Fen => smaller(larger(difference, zero), gross);

/** Labour remuneration of a month taxed as one income (STA announcement 2018 No. 61). */
export const byMonth = (
  rule: MonthlyRule,
  history: TaxHistory,
  month: Month,
  gross: Fen,
): Working => {
  const before = history.get(month) ?? { gross: zero, withheld: zero };
  const income = plus(before.gross, gross);
  const fixed = income <= rule.fixedUpTo;
  const taxable = fixed
    ? exactly(larger(minus(income, rule.fixedDeduction), zero))
    : exactDifference(exactly(income), timesRate(exactly(income), rule.costRate));
  const bracket = bracketOf(rule.brackets, taxable);
  const tax = taxOn(taxable, bracket);
  return {
    kind: 'monthly',
    rule: rule.version,
    month,
    gross,
    incomeBefore: before.gross,
    deduction: fixed
      ? { kind: 'fixed', amount: rule.fixedDeduction }
      : { kind: 'share', rate: rule.costRate },
    taxable: exactText(taxable),
    rate: bracket.rate,
    quickDeduction: bracket.quickDeduction,
    tax,
    withheldBefore: before.withheld,
    withheld: between(minus(tax, before.withheld), gross),
  };
};

/** Income of consecutive months taxed as a whole, less what was withheld for it. */
export const byRun = (
  rule: CumulativeRule,
  history: TaxHistory,
  month: Month,
  gross: Fen,
): Working => {
  const run = incomeRun(history, month, rule);
  const income = exactly(plus(run.gross, gross));
  const deduction = fen(rule.deductionPerMonth * BigInt(run.months));
  const afterCost = exactDifference(income, timesRate(income, rule.costRate));
  const taxable = atLeastZero(exactDifference(afterCost, exactly(deduction)));
  const bracket = bracketOf(rule.brackets, taxable);
  const tax = taxOn(taxable, bracket);
  return {
    kind: 'cumulative',
    rule: rule.version,
    month,
    gross,
    from: run.from,
    months: run.months,
    incomeBefore: run.gross,
    costRate: rule.costRate,
    deduction,
    taxable: exactText(taxable),
    rate: bracket.rate,
    quickDeduction: bracket.quickDeduction,
    tax,
    withheldBefore: run.withheld,
    withheld: between(minus(tax, run.withheld), gross),
  };
};
