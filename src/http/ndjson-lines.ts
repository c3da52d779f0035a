/** A line of an upload: its number from 1, and its text, or undefined where it is too long. */
export type TextLine = { readonly number: number; readonly text: string | undefined };

const newline = 10;
export const lineBytesMax = 65_536;

const textOf = (rest: readonly Buffer[], last: Buffer): string =>
  (rest.length === 0 ? last : Buffer.concat([...rest, last])).toString('utf8');

/** Programs that mark what they write as UTF-8 begin with this; it is no part of the first line. */
const withoutMark = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);

/** Splits a stream of bytes into lines, those of one chunk together; never holds more than one line and one chunk. */
export async function* ndjsonLines(
  body: AsyncIterable<Buffer>,
): AsyncGenerator<readonly TextLine[]> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let number = 0;
  const take = (last: Buffer): TextLine => {
    number += 1;
    const tooLong = restBytes + last.length > lineBytesMax;
    const text = tooLong ? undefined : textOf(rest, last);
    const own = number === 1 && text !== undefined ? withoutMark(text) : text;
    rest = [];
    restBytes = 0;
    return { number, text: own };
  };
  for await (const chunk of body) {
    let from = 0;
    const lines: TextLine[] = [];
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      lines.push(take(chunk.subarray(from, end)));
      from = end + 1;
    }
    if (lines.length > 0) yield lines;
    const tail = chunk.subarray(from);
    if (tail.length === 0) continue;
    // Past the limit only the length still counts; the bytes are let go.
    if (restBytes <= lineBytesMax) rest.push(tail);
    restBytes += tail.length;
  }
  if (restBytes > 0) yield [take(Buffer.alloc(0))];
}
