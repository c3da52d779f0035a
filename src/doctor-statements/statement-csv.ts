import { csvTable } from '../documents/csv-table.ts';
import { amountColumn, type Row, textColumn } from '../documents/table.ts';
import type { StatementRead } from './read-statement.ts';
import { sumNames } from './statement-documents.ts';
import type { StatementText } from './statement-text.ts';

const csvColumns = [
  textColumn('part', ''),
  textColumn('at', ''),
  textColumn('happenedAt', ''),
  textColumn('kind', ''),
  textColumn('ref', ''),
  textColumn('payerId', ''),
  amountColumn('amount', ''),
  amountColumn('tax', ''),
  amountColumn('paid', ''),
];

/** One table: the sums of each payer, then every line and move, last what names the statement. */
export const statementCsv = ({ statement }: StatementRead, { mark }: StatementText): string => {
  const sums = statement.byPayer.flatMap((of) =>
    sumNames.map((name): Row => [name, '', '', '', '', of.payerId, of[name], '', '']),
  );
  const lines = statement.lines.map(
    ({ at, happenedAt, kind, ref, payerId, amount, tax, paid }): Row => [
      'line',
      ...[at, happenedAt, kind, ref, payerId],
      ...[amount, tax, paid],
    ],
  );
  const moves = statement.moves.map(
    ({ at, happenedAt, kind, ref, payerId, amount, from, to }): Row => [
      `${from} > ${to}`,
      ...[at, happenedAt, kind, ref, payerId, amount, '', ''],
    ],
  );
  const sources = statement.bySource.map(
    ({ source, earned }): Row => ['source', '', '', source, '', '', earned, '', ''],
  );
  const name: Row = ['document', '', '', '', mark, '', '', '', ''];
  return [...csvTable(csvColumns, [...sums, ...sources, ...lines, ...moves, name])].join('');
};
