import { inForce } from '../effective-dating.ts';
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
import { unreachable } from '../unreachable.ts';
import {
  type Bracket,
  type CumulativeRule,
  type MonthlyRule,
  type TaxMethod,
  type TaxRules,
  taxRules,
} from './rates.ts';
import { incomeRun, type TaxHistory } from './tax-history.ts';
import type { Working } from './working.ts';

export type { TaxMethod } from './rates.ts';
export { recordPayment, type TaxHistory } from './tax-history.ts';
export type { Working } from './working.ts';

/** What is kept back from one payment and what is paid out; the two add up to its gross. */
export type Withholding = {
  readonly withheld: Fen;
  readonly net: Fen;
  readonly working: Working;
};

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

const byMonth = (rule: MonthlyRule, history: TaxHistory, month: Month, gross: Fen): Working => {
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

const byRun = (rule: CumulativeRule, history: TaxHistory, month: Month, gross: Fen): Working => {
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

/** Whether the rules say anything about a month; ask before withholding for a date from outside. */
export const hasTaxRule = (method: TaxMethod, month: Month): boolean =>
  inForce(taxRules[method], month) !== undefined;

/** The same as `withhold`, under other rules than the built-in ones. */
export const withholdUnder =
  (rules: TaxRules) =>
  (method: TaxMethod, history: TaxHistory, month: Month, gross: Fen): Withholding => {
    if (gross < 0n) throw new RangeError('A payment is not negative');
    const rule = inForce(rules[method], month);
    if (rule === undefined) throw new RangeError(`No rule for ${method} in ${month}`);
    switch (rule.kind) {
      case 'monthly':
        return settled(byMonth(rule, history, month, gross));
      case 'cumulative':
        return settled(byRun(rule, history, month, gross));
      case 'flat': {
        const withheld = roundHalfUp(timesRate(exactly(gross), rule.rate));
        const { version, rate } = rule;
        return settled({ kind: 'flat', rule: version, month, gross, rate, withheld });
      }
      case 'none':
        return settled({ kind: 'none', rule: rule.version, month, gross });
      default:
        return unreachable(rule);
    }
  };

const settled = (working: Working): Withholding => {
  const withheld = working.kind === 'none' ? zero : working.withheld;
  return { withheld, net: minus(working.gross, withheld), working };
};

/**
 * What to withhold from one payment of `gross` made in `month`, given what was paid before. After
 * an undone payment more may have been withheld than is due: then nothing is.
 */
export const withhold: (
  method: TaxMethod,
  history: TaxHistory,
  month: Month,
  gross: Fen,
) => Withholding = withholdUnder(taxRules);
