import type { LoggedEvent, Stream } from './event-log.ts';

export type ProposedEvent = {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
};

export type Expected = 'any' | 'no-stream' | 'stream-exists' | number;

export type Asked = {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly ProposedEvent[];
};

export type Outcome =
  /** New or, for a retry, what was written the first time. */
  | { readonly kind: 'written'; readonly events: readonly LoggedEvent[] }
  | { readonly kind: 'wrong-version'; readonly actual: number | undefined }
  | { readonly kind: 'stream-deleted' }
  | { readonly kind: 'too-large' };

type Decision = Outcome | { readonly kind: 'to-write' };

export const appendSizeMax = 1_048_576;

const toWrite = { kind: 'to-write' } as const;

const sizeOf = (events: readonly ProposedEvent[]): number =>
  events.reduce(
    (sum, { data, metadata, type }) => sum + data.length + metadata.length + 2 * type.length,
    0,
  );

const holdsThese = (there: readonly (LoggedEvent | undefined)[], asked: readonly ProposedEvent[]) =>
  asked.every(({ id }, index) => there[index]?.id === id);

/** Exact expectations are looked up in the log, for ever. */
const exactly = (
  last: number,
  { expected, events }: Asked,
  stream: Stream | undefined,
): Decision => {
  if (last === expected) return toWrite;
  const there = stream?.events.slice(expected === 'no-stream' ? 0 : Number(expected) + 1) ?? [];
  const same = there.slice(0, events.length);
  return holdsThese(same, events)
    ? { kind: 'written', events: same }
    : { kind: 'wrong-version', actual: last < 0 ? undefined : last };
};

/** Open expectations are only compared with what the server happens to remember. */
const loosely = (
  last: number,
  { stream, events }: Asked,
  find: (stream: string, id: string) => LoggedEvent | undefined,
): Decision => {
  const remembered = events.map(({ id }) => find(stream, id));
  const [first] = remembered;
  if (first === undefined) return toWrite;
  const consecutive = remembered.map((event) => event?.revision);
  const isSame = consecutive.every((revision, index) => revision === first.revision + index);
  return isSame
    ? { kind: 'written', events: remembered.filter((event) => event !== undefined) }
    : { kind: 'wrong-version', actual: last };
};

/** What a real server does with an append, its tests in its order. */
export const outcomeOf = (
  asked: Asked,
  stream: Stream | undefined,
  find: (stream: string, id: string) => LoggedEvent | undefined,
): Decision => {
  const { expected, events } = asked;
  if (sizeOf(events) > appendSizeMax) return { kind: 'too-large' };
  if (stream?.tombstoned) return { kind: 'stream-deleted' };
  const last = (stream?.events.length ?? 0) - 1;
  const isGone = last < 0 || (stream?.truncateBefore ?? 0) === Number.POSITIVE_INFINITY;
  switch (expected) {
    case 'any':
      return loosely(last, asked, find);
    case 'stream-exists':
      if (isGone) return { kind: 'wrong-version', actual: last < 0 ? undefined : last };
      return loosely(last, asked, find);
    case 'no-stream':
      return isGone ? toWrite : exactly(last, asked, stream);
    default:
      return exactly(last, asked, stream);
  }
};
