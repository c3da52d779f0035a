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

/** The lines of a file, one at a time, without their ends. An empty last line is none. */
export async function* linesOf(file: string): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  let readTo = 0;
  const lineOf = (bytes: Buffer, ended: number): Line => {
    number += 1;
    readTo += bytes.length + ended;
    const text = bytes.at(-1) === 13 ? bytes.subarray(0, -1) : bytes;
    return { number, bytes: text.subarray(0, lineBytesMax), readTo };
  };
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline)) {
      yield lineOf(bytes.subarray(0, end), 1);
      bytes = bytes.subarray(end + 1);
    }
    rest = bytes;
  }
  if (rest.length > 0) yield lineOf(rest, 0);
}
