import type { Day } from '../domain/time.ts';
import { unreachable } from '../domain/unreachable.ts';
import { changing, nothing, type Projection } from './projection.ts';
import type { ReconciliationRow, RunRow } from './reconciliation-row.ts';

const runsKept = 20;

/** The days that were reconciled. */
export const reconciliations: Projection<ReconciliationRow> = {
  name: 'reconciliations',
  version: 1,
  changes: (recorded) => {
    if (recorded.about !== 'reconciliation') return nothing;
    const { type, data } = recorded.fact;
    const { provider, day, at } = data;
    const change = (update: (row: ReconciliationRow) => ReconciliationRow) =>
      changing<ReconciliationRow>(dayKey(provider, day), (row) =>
        update(row ?? { provider, day, runs: [], reopenings: [] }),
      );
    switch (type) {
      case 'RunStarted': {
        const { run, by, beganAt, digest, files } = data;
        const begun = { run, by, beganAt, digest, files };
        return change((row) => ({ ...row, runs: [begun, ...row.runs].slice(0, runsKept) }));
      }
      case 'BreaksCarriedForward':
        return change((row) => withRun(row, data.run, { carried: data.count }));
      case 'RunCompleted': {
        const { run, counts, funds, found, cleared } = data;
        return change((row) =>
          withRun(row, run, { completedAt: at, counts, funds, found, cleared }),
        );
      }
      case 'DaySignedOff': {
        const { by, carried } = data;
        return change((row) => ({ ...row, signedOff: { by, at, carried } }));
      }
      case 'DayReopened': {
        const { reopening, by, reason } = data;
        return change(({ signedOff: _, ...row }) => ({
          ...row,
          reopenings: [...row.reopenings, { reopening, by, reason, at }],
        }));
      }
      case 'BreakFound':
      case 'BreakResolutionProposed':
      case 'BreakResolved':
        return nothing;
      default:
        return unreachable(type);
    }
  },
  write: (row) => JSON.stringify(row),
  read: (json) => JSON.parse(json),
  places: ({ provider, day }) => [{ group: provider, sort: day }],
};

export const dayKey = (provider: string, day: Day): string => `${provider} ${day}`;

const withRun = (
  row: ReconciliationRow,
  run: number,
  more: Partial<RunRow>,
): ReconciliationRow => ({
  ...row,
  runs: row.runs.map((one) => (one.run === run ? { ...one, ...more } : one)),
});
