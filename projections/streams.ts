import { changing, type Projection } from './projection.ts';
import type { StreamRow } from './rows.ts';

/** How long every stream is and how its chain ends: a fact missing at the end of one is noticed too. */
export const streams: Projection<StreamRow> = {
  name: 'streams',
  version: 1,
  changes: ({ stream, revision, hash }) => changing(stream, () => ({ stream, revision, hash })),
  write: ({ stream, revision, hash }) => JSON.stringify({ stream, revision, hash }),
  read: (json) => JSON.parse(json),
};
