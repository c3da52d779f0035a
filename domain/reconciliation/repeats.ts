import type { BilledLine } from './sides.ts';

/** The same order, told again: equal in all that counts. */
export const isRepeat = (a: BilledLine, b: BilledLine | undefined): boolean =>
  b !== undefined &&
  a.orderNo === b.orderNo &&
  a.amount === b.amount &&
  a.fee === b.fee &&
  a.status === b.status;

/** The lines of one request, each said once: bills repeat lines. */
export const withoutRepeats = (lines: readonly BilledLine[]): readonly BilledLine[] =>
  lines.filter((line, at) => !lines.slice(0, at).some((before) => isRepeat(before, line)));
