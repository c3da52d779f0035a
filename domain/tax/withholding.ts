import { inForce } from '../effective-dating.ts';
import { exactly, type Fen, minus, roundHalfUp, timesRate, zero } from '../money.ts';
import type { Month } from '../time.ts';
import { unreachable } from '../unreachable.ts';
import { byMonth, byRun } from './labour-tax.ts';
import { taxRules } from './rates.ts';
import type { TaxHistory } from './tax-history.ts';
import type { TaxMethod, TaxRules } from './tax-rules.ts';
import type { Working } from './working.ts';

/** What is kept back from one payment and what is paid out; the two add up to its gross. */
export type Withholding = {
  readonly withheld: Fen;
  readonly net: Fen;
  readonly working: Working;
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
