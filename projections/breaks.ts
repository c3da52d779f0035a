import type { Reference } from '../domain/identifiers.ts';
import type { Break, BreakType } from '../domain/reconciliation/breaks.ts';
import type { BreakAction, BreakEntry } from '../domain/reconciliation/facts.ts';
import { type BreakStatus, statusAfter } from '../domain/reconciliation/state.ts';
import type { Day, Instant } from '../domain/time.ts';
import { unreachable } from '../domain/unreachable.ts';
import { changing, existing, nothing, type Projection } from './projection.ts';

/** What was decided about a break, in order. */
export type BreakStep = {
  readonly action: BreakAction | 'propose-adjust';
  readonly comment: string;
  readonly by: string;
  readonly approvedBy?: string;
  readonly at: Instant;
  readonly entry?: BreakEntry;
};

export type BreakRow = {
  readonly found: Break;
  readonly provider: string;
  readonly foundAt: Instant;
  readonly status: BreakStatus;
  readonly steps: readonly BreakStep[];
};

/** Every difference ever found, with its evidence and what became of it. */
export const breaks: Projection<BreakRow> = {
  name: 'breaks',
  version: 1,
  changes: (recorded) => {
    if (recorded.about !== 'reconciliation') return nothing;
    const { type, data } = recorded.fact;
    switch (type) {
      case 'BreakFound': {
        const { found, provider, at } = data;
        return changing<BreakRow>(found.breakId, (row) => ({
          found,
          provider,
          foundAt: row?.foundAt ?? at,
          status: 'open',
          steps: row?.steps ?? [],
        }));
      }
      case 'BreakResolutionProposed': {
        const { breakId, comment, by, at } = data;
        const step = { action: 'propose-adjust' as const, comment, by, at };
        return changing<BreakRow>(breakId, (row) => stepped(row, breakId, step));
      }
      case 'BreakResolved': {
        const { breakId, action, comment, by, approvedBy, entry, at } = data;
        const step = {
          action,
          comment,
          by,
          ...(approvedBy === undefined ? {} : { approvedBy }),
          at,
          ...(entry === undefined ? {} : { entry }),
        };
        return changing<BreakRow>(breakId, (row) => ({
          ...stepped(row, breakId, step),
          status: statusAfter(action),
        }));
      }
      case 'RunStarted':
      case 'BreaksCarriedForward':
      case 'RunCompleted':
      case 'DaySignedOff':
      case 'DayReopened':
        return nothing;
      default:
        return unreachable(type);
    }
  },
  write: (row) => JSON.stringify(row),
  read: (json) => JSON.parse(json),
  places: ({ found, status }) => {
    const { day, type } = found;
    const sort = `${day} ${found.breakId}`;
    return [{}, { day }].flatMap((ofDay) =>
      [{}, { status }].flatMap((ofStatus) =>
        [{}, { type }].map((ofType) => ({
          group: breakGroup({ ...ofDay, ...ofStatus, ...ofType }),
          sort,
        })),
      ),
    );
  },
};

/** Which breaks a list is about: those of a day, those that stand so, those of a type, or any of these together. */
export type BreaksOf = {
  readonly day?: Day | undefined;
  readonly status?: BreakStatus | undefined;
  readonly type?: BreakType | undefined;
};

/** Oldest day first. */
export const breakGroup = ({ day, status, type }: BreaksOf): string =>
  `${day ?? 'any day'} ${status ?? 'all'} ${type ?? 'all'}`;

const stepped = (row: BreakRow | undefined, breakId: Reference, step: BreakStep): BreakRow => {
  const before = existing(row, `break ${breakId}`);
  return { ...before, steps: [...before.steps, step] };
};
