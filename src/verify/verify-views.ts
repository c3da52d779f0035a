import type { EventStore, LogPage, Position } from '../../domain/ports/event-store.ts';
import type { EarningPlace } from '../../projections/rows.ts';
import type { KeyedRow, StoredView, ViewReader, ViewStore } from '../../projections/view-store.ts';
import { ViewFolder } from '../views/view-folder.ts';
import type { Findings } from './report.ts';

const scanPage = 1_000;

export type LogToVerify = Pick<EventStore, 'comparePositions'> & {
  readonly readAll: (options: Parameters<EventStore['readAll']>[0]) => LogPage;
};

/** The stored views against views folded from nothing, up to where the stored ones have read. */
export const verifyViews = async (
  log: LogToVerify,
  stored: ViewReader,
  fresh: ViewStore,
  findings: Findings,
): Promise<{ readonly viewRows: number }> => {
  const until = readTo(log, stored);
  await new ViewFolder(cutOff(log, until), fresh).catchUp();
  let viewRows = 0;
  for (const expected of fresh.views()) {
    const found = stored.serving(expected.name);
    if (found === undefined) findings.add('view-missing', expected.name, 'the view is not there');
    else {
      viewRows += verifyView(expected, fresh, found, stored, findings);
      viewRows += verifyPlaces(expected, fresh, found, stored, findings);
    }
  }
  return { viewRows };
};

const readTo = ({ comparePositions }: LogToVerify, stored: ViewReader): Position | undefined => {
  const positions = stored
    .views()
    .filter(({ state }) => state === 'serving')
    .map(({ progress }) => progress.position as Position | undefined);
  return positions.reduce(
    (least, one) =>
      least === undefined || (one !== undefined && comparePositions(one, least) < 0) ? one : least,
    positions[0],
  );
};

/** The log as it was at a position: a service may be writing on while it is verified. */
const cutOff = (log: LogToVerify, until: Position | undefined): LogToVerify => ({
  comparePositions: log.comparePositions,
  readAll: (options) => {
    const page = log.readAll(options);
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
    findings.add(
      'view-count',
      name,
      `has folded ${found.progress.count} facts, the log holds ${expected.progress.count}`,
    );
  } else if (found.progress.digest !== expected.progress.digest) {
    findings.add('view-digest', name, 'has folded other facts than the log holds');
  }
  const theirs = rowsOf(stored, found.id);
  let rows = 0;
  let row = theirs.next();
  for (const { key, json } of rowsOf(fresh, expected.id)) {
    rows += 1;
    while (!row.done && row.value.key < key) {
      findings.add('view-row', `${name} ${row.value.key}`, 'the row should not be there');
      row = theirs.next();
    }
    if (row.done || row.value.key !== key) {
      findings.add('view-row', `${name} ${key}`, 'the row is missing');
      continue;
    }
    if (row.value.json !== json)
      findings.add('view-row', `${name} ${key}`, 'the row differs from the log');
    row = theirs.next();
  }
  for (; !row.done; row = theirs.next())
    findings.add('view-row', `${name} ${row.value.key}`, 'the row should not be there');
  return rows;
};

/** Where earnings were recorded is kept apart, one row an earning. */
const verifyPlaces = (
  expected: StoredView,
  fresh: ViewReader,
  found: StoredView,
  stored: ViewReader,
  findings: Findings,
): number => {
  const theirs = placesOf(stored, found.id);
  let rows = 0;
  for (const place of placesOf(fresh, expected.id)) {
    rows += 1;
    const { value } = theirs.next();
    if (JSON.stringify(value) !== JSON.stringify(place)) {
      findings.add(
        'view-row',
        `${expected.name} ${place.earningId}`,
        'the row differs from the log',
      );
      return rows;
    }
  }
  if (!theirs.next().done)
    findings.add('view-row', expected.name, 'there are more rows than the log has earnings');
  return rows;
};

function* placesOf(reader: ViewReader, view: number): Generator<EarningPlace, undefined> {
  let after: EarningPlace | undefined;
  for (let more = true; more; ) {
    const page = reader.scanEarnings(view, scanPage, after);
    yield* page;
    after = page.at(-1);
    more = page.length === scanPage;
  }
  return undefined;
}

function* rowsOf(reader: ViewReader, view: number): Generator<KeyedRow, undefined> {
  for (let after: string | undefined, more = true; more; ) {
    const page = reader.scan(view, scanPage, after);
    yield* page;
    after = page.at(-1)?.key;
    more = page.length === scanPage;
  }
  return undefined;
}
