import type { Page, PageAsked } from '../views/views.ts';

const rowsPerPage = 1_000;

/** Every row of a list, page by page. */
export function* everyRow<Row>(read: (page: PageAsked) => Page<Row>): Generator<Row> {
  for (let after: string | undefined, more = true; more; ) {
    const { items, next } = read({ limit: rowsPerPage, after });
    yield* items;
    after = next;
    more = next !== undefined;
  }
}
