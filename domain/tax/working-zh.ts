import { amountText, type Fen, minus, plus } from '../money.ts';
import { unreachable } from '../unreachable.ts';
import type { Working } from './working.ts';
import { percent } from './working-lines.ts';

type Cumulated = Extract<Working, { readonly kind: 'monthly' | 'cumulative' }>;

const incomeLine = (period: string, { incomeBefore, gross }: Cumulated): string => {
  const income = amountText(plus(incomeBefore, gross));
  return `${period}收入：${amountText(incomeBefore)} + ${amountText(gross)} = ${income}`;
};

const endLines = (working: Cumulated): readonly string[] => {
  const { taxable, rate, quickDeduction, tax, withheldBefore, withheld, gross } = working;
  const difference: Fen = minus(tax, withheldBefore);
  const lines = [
    `税额：${taxable} × ${percent(rate)} − ${amountText(quickDeduction)} = ${amountText(tax)}`,
    `此前已扣：${amountText(withheldBefore)}`,
    `差额：${amountText(tax)} − ${amountText(withheldBefore)} = ${amountText(difference)}`,
  ];
  if (difference < 0n) lines.push('差额小于零：本次不扣税，多扣部分在年度汇算时退还');
  if (difference > gross) lines.push('差额大于本次付款：其余在下次付款时扣除');
  return [...lines, `本次代扣：${amountText(withheld)}`];
};

/** The working for the payee, in Chinese: the same lines as `workingLines`. */
export const workingLinesZh = (working: Working): readonly string[] => {
  const head = `适用规则 ${working.rule}，所属月份 ${working.month}`;
  switch (working.kind) {
    case 'monthly':
      return [
        head,
        incomeLine('本月', working),
        working.deduction.kind === 'fixed'
          ? `减除费用 ${amountText(working.deduction.amount)}，应纳税所得额：${working.taxable}`
          : `减除费用 ${percent(working.deduction.rate)}，应纳税所得额：${working.taxable}`,
        ...endLines(working),
      ];
    case 'cumulative':
      return [
        head,
        incomeLine(`自 ${working.from} 起累计`, working),
        `减除费用 ${percent(working.costRate)} 及 ${working.months} 个月的基本减除 ` +
          `${amountText(working.deduction)}，应纳税所得额：${working.taxable}`,
        ...endLines(working),
      ];
    case 'flat': {
      const withheld = amountText(working.withheld);
      return [
        head,
        `税额：${amountText(working.gross)} × ${percent(working.rate)} = ${withheld}`,
        `本次代扣：${withheld}`,
      ];
    }
    case 'none':
      return [head, '付款方不代扣税款'];
    default:
      return unreachable(working);
  }
};
