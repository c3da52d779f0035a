import type { Position } from '../../domain/ports/event-store.ts';
import { allViews, type ViewKind } from '../../projections/all.ts';
import type { StoredView, ViewReader, ViewStore } from '../../projections/view-store.ts';
import { type FoldedLog, UnfoldableFact } from '../views/folding-group.ts';
import { readTo } from '../views/read-to.ts';
import { rebuildViews } from '../views/rebuild-views.ts';
import type { Findings } from './report.ts';
import { lineDifferences, partsOfView } from './view-lines.ts';

/** The stored views against views folded from nothing, up to where the stored ones have read. */
export const verifyViews = async (
  log: FoldedLog,
  stored: ViewReader,
  fresh: ViewStore,
  findings: Findings,
): Promise<{ readonly viewRows: number }> => {
  // Views that are being built anew may be behind the others: each is folded as far as it says.
  try {
    for (const [until, kinds] of byPosition(stored))
      await rebuildViews(cutOff(log, until), fresh, kinds);
  } catch (error) {
    if (!(error instanceof UnfoldableFact)) throw error;
    findings.add('fact-unreadable', error.where, error.message);
    return { viewRows: 0 };
  }
  let viewRows = 0;
  for (const expected of fresh.views()) {
    const found = stored.serving(expected.name);
    if (found === undefined) findings.add('view-missing', expected.name, 'the view is not there');
    else if (found.version !== expected.version) {
      const versions = `is of version ${found.version}, not ${expected.version}`;
      findings.add('view-missing', expected.name, `the view ${versions}: it is to be built anew`);
    } else {
      viewRows += verifyView(expected, fresh, found, stored, findings);
    }
  }
  return { viewRows };
};

const byPosition = (stored: ViewReader): ReadonlyMap<Position | undefined, readonly ViewKind[]> =>
  Map.groupBy(allViews, ({ name }) => {
    const serving = stored.serving(name);
    return serving && readTo(serving.progress);
  });

/** The log as it was at a position: a service may be writing on while it is verified. */
const cutOff = (log: FoldedLog, until: Position | undefined): FoldedLog => ({
  comparePositions: log.comparePositions,
  readAll: async (options) => {
    const page = await log.readAll(options);
    const isIn = (position: Position): boolean =>
      until !== undefined && log.comparePositions(position, until) <= 0;
    const facts = page.facts.filter(({ position }) => isIn(position));
    return facts.length === page.facts.length
      ? page
      : { facts, readTo: facts.at(-1)?.position ?? options.after, atEnd: true };
  },
});

const verifyView = (
  expected: StoredView,
  fresh: ViewReader,
  found: StoredView,
  stored: ViewReader,
  findings: Findings,
): number => {
  const { name } = expected;
  if (found.progress.count !== expected.progress.count) {
    const counts = `${found.progress.count} facts, the log holds ${expected.progress.count}`;
    findings.add('view-count', name, `has folded ${counts}`);
  } else if (found.progress.digest !== expected.progress.digest) {
    findings.add('view-digest', name, 'has folded other facts than the log holds');
  }
  let compared = 0;
  for (const { what, lines } of partsOfView) {
    const differences = lineDifferences(lines(fresh, expected.id), lines(stored, found.id));
    let next = differences.next();
    for (; next.done !== true; next = differences.next()) {
      const { about, how } = next.value;
      findings.add('view-row', [name, ...about].join(' '), `${what} ${how}`);
    }
    compared += next.value;
  }
  return compared;
};
