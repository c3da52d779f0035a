import { kindOf, type ViewKind } from '../../projections/all.ts';
import { changing } from '../../projections/projection.ts';

/** A view that counts facts by what they are about, in some version of the program. */
export const factCounts = (version: number, step = 1): ViewKind =>
  kindOf<{ readonly count: number }>({
    name: 'fact-counts',
    version,
    changes: ({ about }) => changing(about, (row) => ({ count: (row?.count ?? 0) + step })),
    write: (row) => JSON.stringify(row),
    read: (json) => JSON.parse(json),
  });
