import type { ViewKind } from '../../projections/all.ts';
import type { ViewStore } from '../../projections/view-store.ts';
import { type FoldedLog, FoldingGroup } from './folding-group.ts';
import { swapViews } from './swap-views.ts';

const rowsPerSweep = 10_000;

/**
 * Builds views anew from the log beside those that answer, and swaps them once they have caught up.
 * A service may go on reading and folding the old ones meanwhile; it takes up the new ones by itself.
 */
export const rebuildViews = async (
  log: FoldedLog,
  store: ViewStore,
  kinds: readonly ViewKind[],
): Promise<void> => {
  const isWanted = (name: string): boolean => kinds.some((kind) => kind.name === name);
  for (const { id, name, state } of store.views()) {
    if (state === 'building' && isWanted(name)) store.forget(id);
  }
  let group = new FoldingGroup(
    log,
    store,
    kinds.map((kind) => kind.folding(store.begin(kind.name, kind.version, 'building'), store)),
  );
  while (group.foldings.length > 0) {
    const { atEnd, overtaken } = await group.step();
    if (overtaken) throw new Error('Another process is building the same views; it goes on alone');
    if (!atEnd) continue;
    const swapped = swapViews(log, store, group.foldings);
    const waiting = group.foldings.filter((folding) => !swapped.includes(folding));
    group = new FoldingGroup(log, store, waiting);
  }
  while (store.sweep(rowsPerSweep));
};
