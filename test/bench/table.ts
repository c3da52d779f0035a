import type { Row } from './bench-case.ts';

const mark = ({ reached }: Row): string =>
  reached === undefined ? '' : reached ? 'reached' : 'not reached';

/** Rows as a table in Markdown, so that it can stand in the documentation as it is. */
export const tableOf = (rows: readonly Row[]): string =>
  [
    '| what | result | target | |',
    '|---|---|---|---|',
    ...rows.map((row) => `| ${row.what} | ${row.result} | ${row.target ?? '–'} | ${mark(row)} |`),
  ].join('\n');
