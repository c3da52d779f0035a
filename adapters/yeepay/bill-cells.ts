import { parse } from 'csv-parse/sync';
import { NotWhole } from './not-whole.ts';

/** The cells of an ordinary line; undefined for one that needs a parser. */
export const plainCells = (line: string): readonly string[] | undefined => {
  if (!line.includes('"')) return line.split(',');
  if (line.length < 2 || !line.startsWith('"') || !line.endsWith('"')) return undefined;
  const cells = line.slice(1, -1).split('","');
  return cells.some((cell) => cell.includes('"')) ? undefined : cells;
};

/** How many quotes; a row goes on while they do not pair. */
export const quotesIn = (text: string): number => text.split('"').length - 1;

/** The cells of any row; `NotWhole` where it is no CSV. */
export const parsedCells = (text: string): readonly string[] => {
  try {
    const [cells = []] = parse(text, { relax_column_count: true });
    return cells;
  } catch (cause) {
    throw new NotWhole('not-csv', cause);
  }
};
