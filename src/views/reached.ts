import type { Position } from '../../domain/ports/event-store.ts';

/** How far the views have read the log. */
export type Reached = {
  /** All of them, those that answer in an old version too. */
  readonly all: Position | undefined;
  /** All that are not being built anew. */
  readonly others: Position | undefined;
  /** The names of views that are being built anew: until then they answer as they were, or not at all. */
  readonly rebuilding: readonly string[];
};

/** How far one view has read; without a name, all of them. */
export const reachedBy = (
  { all, others, rebuilding }: Reached,
  view: string | undefined,
): Position | undefined => (view === undefined || rebuilding.includes(view) ? all : others);
