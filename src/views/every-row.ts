import type { AsOf, Page, PageAsked } from './views.ts';

const rowsPerPage = 1_000;

/** Every row of a list, read page by page as they are used. */
export function* everyRow<Row>(
  read: (page: PageAsked) => AsOf<Page<Row>>,
  limit = rowsPerPage,
): Generator<Row> {
  for (let after: string | undefined, more = true; more; ) {
    const { items, next } = read({ limit, after }).answer;
    yield* items;
    after = next;
    more = next !== undefined;
  }
}
