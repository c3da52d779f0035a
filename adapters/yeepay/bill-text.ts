import { TextDecoder } from 'node:util';
import { NotWhole } from './not-whole.ts';

export type Charset = 'utf-8' | 'gb18030';

/** So many bytes hold the header of any bill. */
const sniffedBytes = 8_192;

/**
 * The text of a bill as far as it goes; ends with `NotWhole` where the bytes break off or are of
 * another charset. The provider does not say which one it is: UTF-8, with or without a byte order
 * mark, unless only GB18030 shows the word that every header has.
 */
export async function* billText(
  bytes: AsyncIterable<Uint8Array>,
  charset: Charset | undefined,
  headerWords: readonly string[],
): AsyncIterable<string> {
  let decoder = charset === undefined ? undefined : new TextDecoder(charset);
  const begun: Uint8Array[] = [];
  try {
    for await (const chunk of bytes) {
      begun.push(chunk);
      if (decoder === undefined && sizeOf(begun) >= sniffedBytes)
        decoder = decoderFor(begun, headerWords);
      if (decoder !== undefined) yield* decoded(decoder, begun.splice(0));
    }
  } catch (cause) {
    if (cause instanceof NotWhole) throw cause;
    // It broke off before there was enough to decide by: what came is read all the same.
    if (decoder === undefined) yield* decoded(decoderFor(begun, headerWords), begun);
    throw new NotWhole('interrupted', cause);
  }
  decoder ??= decoderFor(begun, headerWords);
  yield* decoded(decoder, begun.splice(0));
  yield* whole(decoder.decode());
}

function* decoded(decoder: TextDecoder, parts: readonly Uint8Array[]): Iterable<string> {
  for (const part of parts) yield* whole(decoder.decode(part, { stream: true }));
}

/** The text up to what is no text in this charset: so the line is known in which it stands. */
function* whole(text: string): Iterable<string> {
  const wrong = text.indexOf('\ufffd');
  yield wrong === -1 ? text : text.slice(0, wrong);
  if (wrong !== -1) throw new NotWhole('wrong-charset');
}

const sizeOf = (chunks: readonly Uint8Array[]): number =>
  chunks.reduce((size, { length }) => size + length, 0);

const decoderFor = (begun: readonly Uint8Array[], words: readonly string[]): TextDecoder => {
  const bytes = Buffer.concat(begun);
  const shows = (charset: Charset): boolean => {
    const text = new TextDecoder(charset).decode(bytes);
    return words.some((word) => text.includes(word));
  };
  const charset = !shows('utf-8') && shows('gb18030') ? 'gb18030' : 'utf-8';
  return new TextDecoder(charset);
};
