import type { Projection } from '../../projections/projection.ts';
import type { ViewReader } from '../../projections/view-store.ts';
import { cursorOf, fieldsOf, UnknownCursor } from './list-cursor.ts';
import type { Page, PageAsked } from './views.ts';

const scanPage = 1_000;

/** A page of one of a view's lists. */
export const rowPage = <Row>(
  store: ViewReader,
  view: number,
  of: Projection<Row>,
  group: string,
  { limit, after }: PageAsked,
): Page<Row> => {
  const found = store.list(
    view,
    group,
    limit + 1,
    after === undefined ? undefined : placeAt(after),
  );
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const next =
    found.length > limit && last !== undefined ? cursorOf([last.sort, last.key]) : undefined;
  return { items: shown.map(({ json }) => of.read(json)), next };
};

/** Before everything of a list that is sorted from this text on. */
export const cursorBefore = (sort: string): string => cursorOf([sort, '']);

const placeAt = (cursor: string): { readonly sort: string; readonly key: string } => {
  const [sort, key] = fieldsOf(cursor);
  if (typeof sort !== 'string' || typeof key !== 'string') throw new UnknownCursor();
  return { sort, key };
};

/** All rows of a view by key, read page by page, up to a key that is not wanted any more. */
export function* scanned<Row>(
  store: ViewReader,
  view: number,
  of: Projection<Row>,
  until?: string,
): Generator<Row> {
  for (let after = '', more = true; more; ) {
    const page = store.scan(view, scanPage, after);
    for (const { key, json } of page) {
      if (until !== undefined && key >= until) return;
      yield of.read(json);
    }
    after = page.at(-1)?.key ?? after;
    more = page.length === scanPage;
  }
}
