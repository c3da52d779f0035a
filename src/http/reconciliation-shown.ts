import { ageBandOf, ageOf } from '../../domain/reconciliation/ageing.ts';
import { suggestionFor } from '../../domain/reconciliation/breaks.ts';
import type { RunCounts } from '../../domain/reconciliation/run-figures.ts';
import type { BreakStatus } from '../../domain/reconciliation/state.ts';
import type { Day } from '../../domain/time.ts';
import type { BreakRow } from '../../projections/breaks.ts';
import type { ReconciliationRow } from '../../projections/reconciliation-row.ts';
import { machine } from '../reconciliation/act.ts';
import { everyRow } from '../views/every-row.ts';
import type { Views } from '../views/views.ts';

/** The share of requests on which both sides agree, 0–1; null where there were none. */
export const matchRate = (counts: RunCounts | undefined): number | null =>
  counts === undefined || counts.compared === 0
    ? null
    : Number((counts.matched / counts.compared).toFixed(6));

export const dayState = ({ signedOff, runs }: ReconciliationRow) => {
  if (signedOff !== undefined) return 'signed-off' as const;
  return runs[0]?.completedAt === undefined ? ('not-finished' as const) : ('completed' as const);
};

export const dayShown = (row: ReconciliationRow) => ({
  date: row.day,
  provider: row.provider,
  state: dayState(row),
  matchRate: matchRate(row.runs.find(({ counts }) => counts !== undefined)?.counts),
  ...(row.signedOff === undefined ? {} : { signedOff: row.signedOff }),
  reopenings: row.reopenings,
});

/** A break as people see it: how old it is on `today`, whose it is, what one would do about it. */
export const breakShown = ({ found, status, steps }: BreakRow, today: Day) => {
  const { day: date, bill: provider, automatic, ...rest } = found;
  const ageDays = ageOf(date, today);
  return {
    ...rest,
    date,
    state: status,
    ageDays,
    ageBand: ageBandOf(ageDays),
    // Whoever touched it last has it; until then the desk, or the machine where it may act.
    owner: steps.at(-1)?.by ?? (automatic === undefined ? 'finance' : machine),
    suggested: suggestionFor(found),
    provider,
    steps,
  };
};

export type Tally = { readonly [status in BreakStatus]: number };
const nothing: Tally = { open: 0, suspended: 0, closed: 0 };

/** All breaks of a list, page by page. */
export const breakRows = (views: Views, of: Parameters<Views['breaks']>[0]): Generator<BreakRow> =>
  everyRow((page) => views.breaks(of, page));

/** How a day's breaks stand, in all and by type. */
export const tallies = (
  views: Views,
  day: Day,
): { readonly all: Tally; readonly byType: { readonly [type: string]: Tally } } => {
  let all = nothing;
  const byType: { [type: string]: Tally } = {};
  for (const { found, status } of breakRows(views, { day })) {
    all = { ...all, [status]: all[status] + 1 };
    const own = byType[found.type] ?? nothing;
    byType[found.type] = { ...own, [status]: own[status] + 1 };
  }
  return { all, byType };
};
