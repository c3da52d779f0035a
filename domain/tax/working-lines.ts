import { amountText, type Fen, minus, plus } from '../money.ts';
import { unreachable } from '../unreachable.ts';
import type { Cumulated, Taxed, Working } from './working.ts';

/** A rate as people read it: `"0.25"` is `25 %`. */
export const percent = (rate: string): string => {
  const [whole = '0', decimals = ''] = rate.split('.');
  const digits = decimals.padEnd(2, '0');
  const rest = digits.slice(2);
  return `${BigInt(whole + digits.slice(0, 2))}${rest === '' ? '' : `.${rest}`} %`;
};

const incomeLine = (period: string, before: Fen, gross: Fen): string => {
  const income = amountText(plus(before, gross));
  return `income ${period}: ${amountText(before)} + ${amountText(gross)} = ${income}`;
};

const endLines = (working: Taxed & Cumulated): readonly string[] => {
  const { taxable, rate, quickDeduction, tax, withheldBefore, withheld, gross } = working;
  const difference = minus(tax, withheldBefore);
  const lines = [
    `tax: ${taxable} × ${percent(rate)} − ${amountText(quickDeduction)} = ${amountText(tax)}`,
    `withheld before: ${amountText(withheldBefore)}`,
    `difference: ${amountText(tax)} − ${amountText(withheldBefore)} = ${amountText(difference)}`,
  ];
  if (difference < 0n) lines.push('below zero: nothing is withheld, the annual settlement refunds');
  if (difference > gross) lines.push('more than this payment: the rest follows with the next one');
  return [...lines, `withheld: ${amountText(withheld)}`];
};

/** The working as lines of plain text, ready for JSON. */
export const workingLines = (working: Working): readonly string[] => {
  const head = `rule ${working.rule}, month ${working.month}`;
  switch (working.kind) {
    case 'monthly':
      return [
        head,
        incomeLine('of the month', working.incomeBefore, working.gross),
        working.deduction.kind === 'fixed'
          ? `less ${amountText(working.deduction.amount)}, taxable: ${working.taxable}`
          : `less ${percent(working.deduction.rate)}, taxable: ${working.taxable}`,
        ...endLines(working),
      ];
    case 'cumulative':
      return [
        head,
        incomeLine(`since ${working.from}`, working.incomeBefore, working.gross),
        `less ${percent(working.costRate)} and ${amountText(working.deduction)} for months: ` +
          `${working.months}, taxable: ${working.taxable}`,
        ...endLines(working),
      ];
    case 'flat': {
      const withheld = amountText(working.withheld);
      return [
        head,
        `tax: ${amountText(working.gross)} × ${percent(working.rate)} = ${withheld}`,
        `withheld: ${withheld}`,
      ];
    }
    case 'none':
      return [head, 'nothing is withheld by this payer'];
    default:
      return unreachable(working);
  }
};
