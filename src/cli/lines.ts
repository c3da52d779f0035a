import { createReadStream } from 'node:fs';

/** A longer line is no record of ours; it is cut off and handed on as it is, to be refused by its reader. */
const lineBytesMax = 1_048_576;
const newline = 10;

export type Line = {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** Of the file, up to and including this line. */
  readonly readTo: number;
};

/** A file of a program that marks what it writes as UTF-8 begins with this; it is no part of the first line. */
const mark = Buffer.from('\ufeff');

/** The lines of a file, one at a time, without their ends. An empty last line is none. */
export async function* linesOf(file: string): AsyncGenerator<Line> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let number = 0;
  let readTo = 0;
  const lineOf = (last: Buffer, ended: number): Line => {
    readTo += restBytes + last.length + ended;
    number += 1;
    const bytes = rest.length === 0 ? last : Buffer.concat([...rest, last]);
    rest = [];
    restBytes = 0;
    const isMarked = number === 1 && bytes.subarray(0, mark.length).equals(mark);
    const text = bytes.subarray(isMarked ? mark.length : 0, bytes.at(-1) === 13 ? -1 : undefined);
    return { number, bytes: text.subarray(0, lineBytesMax), readTo };
  };
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      yield lineOf(chunk.subarray(from, end), 1);
      from = end + 1;
    }
    const tail = chunk.subarray(from);
    // Of a line that is too long only the length still counts.
    if (tail.length > 0 && restBytes <= lineBytesMax) rest.push(tail);
    restBytes += tail.length;
  }
  if (restBytes > 0) yield lineOf(Buffer.alloc(0), 0);
}
