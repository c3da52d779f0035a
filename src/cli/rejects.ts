import { writeFile } from 'node:fs/promises';
import { linesOf } from './lines.ts';

export type Rejection = { readonly line: number; readonly code: string; readonly detail: string };

/** Where the refused lines of a file go unless told: beside it. */
export const rejectsFileOf = (file: string): string => `${file}.rejects.ndjson`;

/**
 * Writes what was refused of `file` into `rejectsFile`: line, reason and the line itself, to be mended
 * and imported again. Nothing is written when nothing was refused.
 */
export const writeRejects = async (
  file: string,
  rejections: readonly Rejection[],
  rejectsFile = rejectsFileOf(file),
): Promise<void> => {
  if (rejections.length === 0) return;
  const byLine = new Map(rejections.map((rejection) => [rejection.line, rejection]));
  const written: string[] = [];
  for await (const { number, bytes } of linesOf(file)) {
    const rejection = byLine.get(number);
    if (rejection !== undefined)
      written.push(JSON.stringify({ ...rejection, content: bytes.toString('utf8') }));
  }
  try {
    await writeFile(rejectsFile, `${written.join('\n')}\n`);
  } catch (cause) {
    throw new Error(
      `${file} was imported, but its ${rejections.length} refused lines could not be written to ${rejectsFile}; name another file with --rejects`,
      { cause },
    );
  }
};
