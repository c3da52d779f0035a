import type { EarningPlace } from '../../projections/rows.ts';
import type { KeyedRow, ListedPlace, ViewReader } from '../../projections/view-store.ts';

const scanPage = 1_000;

/** One thing a view says: what it is about, and the text it says. Lines come in the order of `about`. */
export type ViewLine = { readonly about: readonly string[]; readonly says: string };
type Lines = Generator<ViewLine, undefined>;

/** Everything a view says: its rows, where they stand in lists, and the places of earnings. */
export const partsOfView: readonly {
  readonly what: string;
  readonly lines: (reader: ViewReader, view: number) => Lines;
}[] = [
  {
    what: 'the row',
    lines: (reader, view) =>
      paged(
        (after: KeyedRow | undefined) => reader.scan(view, scanPage, after?.key),
        ({ key, json }) => ({ about: [key], says: json }),
      ),
  },
  {
    what: 'its place in a list',
    lines: (reader, view) =>
      paged(
        (after: ListedPlace | undefined) => reader.scanPlaces(view, scanPage, after),
        ({ group, sort, key }) => ({ about: [group, sort, key], says: '' }),
      ),
  },
  {
    what: 'the place of the earning',
    lines: (reader, view) =>
      paged(
        (after: EarningPlace | undefined) => reader.scanEarnings(view, scanPage, after),
        ({ earningId, account, period }) => ({ about: [earningId, account], says: period }),
      ),
  },
];

function* paged<Item>(
  read: (after: Item | undefined) => readonly Item[],
  line: (item: Item) => ViewLine,
): Lines {
  let page = read(undefined);
  while (page.length > 0) {
    for (const item of page) yield line(item);
    page = page.length < scanPage ? [] : read(page.at(-1));
  }
  return undefined;
}

/** Where two views that should say the same do not, each line compared once. */
export function* lineDifferences(
  expected: Lines,
  found: Lines,
): Generator<{ readonly about: readonly string[]; readonly how: string }, number> {
  let compared = 0;
  let [ours, theirs] = [expected.next().value, found.next().value];
  while (ours !== undefined || theirs !== undefined) {
    const order = orderOf(ours, theirs);
    if (ours !== undefined && order < 0) yield { about: ours.about, how: 'is missing' };
    if (theirs !== undefined && order > 0)
      yield { about: theirs.about, how: 'should not be there' };
    if (ours !== undefined && order === 0 && ours.says !== theirs?.says)
      yield { about: ours.about, how: 'differs from the log' };
    if (order <= 0) ours = expected.next().value;
    if (order >= 0) theirs = found.next().value;
    compared += 1;
  }
  return compared;
}

/** Negative, zero or positive as the first comes before, with or after the second; an end comes last. */
const orderOf = (a: ViewLine | undefined, b: ViewLine | undefined): number => {
  if (a === undefined || b === undefined) return a === undefined ? 1 : -1;
  const at = a.about.findIndex((part, index) => part !== b.about[index]);
  if (at < 0) return 0;
  return (a.about[at] ?? '') < (b.about[at] ?? '') ? -1 : 1;
};
