import type { RecordedFact } from '../domain/ledger-fact.ts';

/** How one row of a view changes; `row` is undefined where there is none yet. */
export type Change<Row> = {
  readonly key: string;
  readonly update: (row: Row | undefined) => Row;
};

/** Where a row stands in a list: in which group, and in which order (text order). */
export type Place = { readonly group: string; readonly sort: string };

/** A view as a pure fold over facts. The same log gives the same bytes. */
export type Projection<Row> = {
  readonly name: string;
  /**
   * Raised when the fold changes: the view is then built anew while the old one still answers. So
   * `read` must understand the rows of the version before; otherwise the view takes a new name.
   */
  readonly version: number;
  readonly changes: (fact: RecordedFact) => readonly Change<Row>[];
  /** The row as JSON text: canonical, so that equal rows are equal bytes. */
  readonly write: (row: Row) => string;
  readonly read: (json: string) => Row;
  readonly places?: (row: Row) => readonly Place[];
};

export const changing = <Row>(
  key: string,
  update: (row: Row | undefined) => Row,
): readonly Change<Row>[] => [{ key, update }];

export const nothing: readonly never[] = [];

/** The row a fact goes on from. One that is not there means that the log is not whole: a bug, not a refusal. */
export const existing = <Row>(row: Row | undefined, what: string): Row => {
  if (row === undefined) throw new Error(`Nothing is known of ${what}`);
  return row;
};
