import { breakGroup, breaks } from '../../projections/breaks.ts';
import { cashKey, providerCash } from '../../projections/provider-cash.ts';
import { dayKey, reconciliations } from '../../projections/reconciliations.ts';
import { settledGroup, settlements } from '../../projections/settlements.ts';
import type { RowsAsked } from './organization-views.ts';
import type { Views } from './views.ts';

/** What reconciling asks: what was settled on a day, what differed, how days stand. */
export const reconciliationViews = ({ row, page }: RowsAsked) =>
  ({
    settled: (paper, day, wanted) => page(settlements, settledGroup(paper, day), wanted),
    settlement: (id) => row(settlements, id),
    cashMovedOn: (payer, day) => row(providerCash, cashKey(payer, day)),
    breakFound: (id) => row(breaks, id),
    breaks: (of, wanted) => page(breaks, breakGroup(of), wanted),
    reconciliation: (provider, day) => row(reconciliations, dayKey(provider, day)),
    reconciliations: (provider, wanted) => page(reconciliations, provider, wanted),
  }) satisfies Partial<Views>;
