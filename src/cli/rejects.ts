import { writeFile } from 'node:fs/promises';
import { linesOf } from './lines.ts';

export type Rejection = { readonly line: number; readonly code: string; readonly detail: string };

export const rejectsFileOf = (file: string): string => `${file}.rejects.ndjson`;

/**
 * Writes what was refused beside the input: line, reason and the line itself, to be mended and
 * imported again. Nothing is written when nothing was refused.
 */
export const writeRejects = async (
  file: string,
  rejections: readonly Rejection[],
): Promise<void> => {
  if (rejections.length === 0) return;
  const byLine = new Map(rejections.map((rejection) => [rejection.line, rejection]));
  const written: string[] = [];
  for await (const { number, bytes } of linesOf(file)) {
    const rejection = byLine.get(number);
    if (rejection !== undefined)
      written.push(JSON.stringify({ ...rejection, content: bytes.toString('utf8') }));
  }
  await writeFile(rejectsFileOf(file), `${written.join('\n')}\n`);
};
