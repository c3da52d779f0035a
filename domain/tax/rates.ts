import { amountFromFact } from '../money.ts';
import { monthFromFact } from '../time.ts';
import type {
  Bracket,
  CumulativeRule,
  FlatRule,
  MonthlyRule,
  NoRule,
  TaxRules,
} from './tax-rules.ts';

const yuan = amountFromFact;
const bracket = (upTo: string | undefined, rate: string, quickDeduction: string): Bracket => ({
  upTo: upTo === undefined ? undefined : yuan(upTo),
  rate,
  quickDeduction: yuan(quickDeduction),
});

/** STA announcement 2018 No. 61, withholding table 2 (labour remuneration), from 2019-01-01. */
const monthly: MonthlyRule = {
  kind: 'monthly',
  effectiveFrom: monthFromFact('2019-01'),
  version: 'labor-monthly-2019-01',
  fixedUpTo: yuan('4000.00'),
  fixedDeduction: yuan('800.00'),
  costRate: '0.2',
  brackets: [
    bracket('20000.00', '0.2', '0.00'),
    bracket('50000.00', '0.3', '2000.00'),
    bracket(undefined, '0.4', '7000.00'),
  ],
};

/**
 * STA announcement 2025 No. 16, from 2025-10-01, for platform enterprises and the operating
 * entities that settle for them; rates are withholding table 1 of STA 2018 No. 61. Its "consecutive months"
 * are read as ended by one empty month; the official example has two and decides neither way.
 * How a run begun before the method existed continues is not said: here it starts with the method.
 */
const cumulative: CumulativeRule = {
  kind: 'cumulative',
  effectiveFrom: monthFromFact('2025-10'),
  version: 'labor-cumulative-2025-10',
  runsFrom: monthFromFact('2025-10'),
  costRate: '0.2',
  deductionPerMonth: yuan('5000.00'),
  breakAfterEmptyMonths: 1,
  brackets: [
    bracket('36000.00', '0.03', '0.00'),
    bracket('144000.00', '0.1', '2520.00'),
    bracket('300000.00', '0.2', '16920.00'),
    bracket('420000.00', '0.25', '31920.00'),
    bracket('660000.00', '0.3', '52920.00'),
    bracket('960000.00', '0.35', '85920.00'),
    bracket(undefined, '0.45', '181920.00'),
  ],
};

/** Individual Income Tax Law (2018 revision), articles 3 and 6: 20 % of the full amount. */
const incidental: FlatRule = {
  kind: 'flat',
  effectiveFrom: monthFromFact('2019-01'),
  version: 'incidental-2019-01',
  rate: '0.2',
};

/** The payee's organization or business pays the tax itself; no law dates this. */
const none: NoRule = { kind: 'none', effectiveFrom: monthFromFact('0001-01'), version: 'none' };

/** Before the cumulative method existed, a platform enterprise withheld by the month. */
export const taxRules: TaxRules = {
  'labor-monthly': [monthly],
  'labor-cumulative': [monthly, cumulative],
  incidental: [incidental],
  none: [none],
};
