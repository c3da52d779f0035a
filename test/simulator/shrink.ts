import { type History, type HistoryOptions, liveHistory } from './history.ts';

/** What is left out of a history: actions by id, and faults by name. */
export type Left = { readonly dropped: ReadonlySet<number>; readonly muted: ReadonlySet<string> };

export type Shrunk = Left & { readonly history: History; readonly tries: number };

export type ShrinkOptions = {
  readonly of: HistoryOptions;
  /** How many shorter histories may be tried. */
  readonly triesMax: number;
};

/**
 * Leaves out actions and faults, halves first and then smaller and smaller pieces, as long as the
 * same rule is still broken. What remains is short, and broken by the seed and what was left out alone.
 */
export const shrink = async (found: History, { of, triesMax }: ShrinkOptions): Promise<Shrunk> => {
  const rule = found.violation?.rule;
  let best: Shrunk = { history: found, dropped: new Set(), muted: new Set(), tries: 0 };
  let tries = 0;
  const attempt = async ({ dropped, muted }: Left): Promise<boolean> => {
    tries += 1;
    const history = await liveHistory({ ...of, dropped, muted });
    if (history.violation?.rule !== rule) return false;
    best = { history, dropped, muted, tries };
    return true;
  };
  const without = async <Item>(items: readonly Item[], left: (items: readonly Item[]) => Left) => {
    for (let size = Math.ceil(items.length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let at = 0; at < items.length && tries < triesMax; at += size)
        await attempt(left(items.slice(at, at + size)));
    }
  };
  const dropMore = (ids: readonly number[]): Left => ({
    dropped: new Set([...best.dropped, ...ids]),
    muted: best.muted,
  });
  const muteMore = (names: readonly string[]): Left => ({
    dropped: best.dropped,
    muted: new Set([...best.muted, ...names]),
  });
  // What comes after the violation cannot have caused it.
  const at = found.violation?.at ?? 0;
  await attempt(dropMore(found.actions.filter((action) => action.at > at).map(({ id }) => id)));
  await without(
    best.history.actions.map(({ id }) => id),
    dropMore,
  );
  await without([...best.history.happened], muteMore);
  await without(
    best.history.actions.map(({ id }) => id),
    dropMore,
  );
  return { ...best, tries };
};
