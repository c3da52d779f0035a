import {
  type AppendFault,
  appendBytesMax,
  type ExpectedRevision,
  type NewFact,
} from './event-store.ts';

const streamGrammar = /^(?!\$)[ -~]{1,200}$/;
const typeGrammar = /^(?!\$)[!-~]{1,100}$/;
const uuidGrammar = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a stream can have this name; under any other there is nothing to read. */
export const isStreamName = (name: string): boolean => streamGrammar.test(name);

/** The most facts one read may ask for. */
export const pageMax = 10_000;

/** Throws on a page size that only a bug can ask for. */
export const checkPageSize = (max: number): void => {
  if (!Number.isInteger(max) || max < 1 || max > pageMax)
    throw new RangeError(`A page holds 1 to ${pageMax} facts, not ${max}.`);
};

const invalid = (detail: string): AppendFault => ({ code: 'invalid-fact', detail });

const utf8Bytes = (text: string): number => {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair is two of its four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return bytes;
};

const sizeFault = (facts: readonly NewFact[]): AppendFault | undefined => {
  const units = facts.reduce(
    (sum, { type, data, metadata }) => sum + type.length + data.length + metadata.length,
    0,
  );
  // No UTF-16 unit takes more than three bytes, so small appends need no exact count.
  if (units * 3 <= appendBytesMax) return undefined;

  const bytes = facts.reduce(
    (sum, { type, data, metadata }) =>
      sum + utf8Bytes(data) + utf8Bytes(metadata) + 2 * type.length,
    0,
  );
  return bytes <= appendBytesMax ? undefined : { code: 'too-large', bytes, limit: appendBytesMax };
};

// Half a surrogate pair has no UTF-8 form and would come back as another character; a bare NUL is
// no JSON, and ends the text early in stores written in C.
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const shapeFault = ({ id, type, data, metadata }: NewFact, index: number) => {
  if (!uuidGrammar.test(id)) return invalid(`fact ${index}: the id is not a lower-case UUID`);
  if (!typeGrammar.test(type)) return invalid(`fact ${index}: the type is not a plain word`);
  if (!isStorable(data) || !isStorable(metadata))
    return invalid(`fact ${index}: a text holds a NUL or half a character`);
  return undefined;
};

/** What is wrong with an append before any store is asked, JSON aside. Throws on impossible revisions. */
export const appendFault = (
  stream: string,
  expected: ExpectedRevision,
  facts: readonly NewFact[],
): AppendFault | undefined => {
  if (typeof expected === 'number' && !(Number.isSafeInteger(expected) && expected >= 0))
    throw new RangeError(`No stream can be at revision ${expected}.`);
  if (!isStreamName(stream))
    return invalid(
      'the stream name is not 1 to 200 printable ASCII characters without a leading $',
    );
  if (facts.length === 0) return invalid('an append holds at least one fact');

  for (const [index, fact] of facts.entries()) {
    const fault = shapeFault(fact, index);
    if (fault !== undefined) return fault;
  }
  if (facts.length > 1 && new Set(facts.map(({ id }) => id)).size < facts.length)
    return invalid('two facts share an id');
  return sizeFault(facts);
};

/** Kept apart from `appendFault` because parsing is dear: a store may do it away from the main thread. */
export const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** The fault of an append whose fact at `index` carries a text that is not JSON. */
export const jsonFault = (index: number): AppendFault =>
  invalid(`fact ${index}: data or metadata is not JSON`);
