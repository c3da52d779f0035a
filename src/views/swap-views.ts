import type { Folding } from '../../projections/folding.ts';
import type { StoredView, ViewStore } from '../../projections/view-store.ts';
import type { FoldedLog } from './folding-group.ts';
import { readTo } from './read-to.ts';

/** Lets those answer that have caught up with what they were built beside; says which they are. */
export const swapViews = (
  log: FoldedLog,
  store: ViewStore,
  foldings: readonly Folding[],
): readonly Folding[] =>
  foldings.filter(({ view, progress }) => {
    const serving = store.serving(view.name);
    const built = { ...view, progress };
    return isAsFarAs(log, built, serving) && store.swap(built, serving);
  });

const isAsFarAs = (log: FoldedLog, built: StoredView, serving: StoredView | undefined): boolean => {
  const there = serving && readTo(serving.progress);
  const here = readTo(built.progress);
  if (there === undefined) return true;
  return here !== undefined && log.comparePositions(here, there) >= 0;
};
