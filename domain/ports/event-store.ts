import type { Result } from '../result.ts';

declare const brand: unique symbol;

/** A place in the one order of all facts. Opaque: compare it with the store's `comparePositions`, never compute with it. */
export type Position = string & { readonly [brand]: 'Position' };

/** A fact on its way into the log. `data` and `metadata` are JSON texts, serialised by us. */
export type NewFact = {
  /** A lower-case UUID, unique within its stream; the same whenever the same append is repeated. */
  readonly id: string;
  /** 1–100 printable ASCII characters without blanks, never starting with `$`. */
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
};

export type StoredFact = NewFact & {
  readonly stream: string;
  /** The first fact of a stream has revision 0; no gaps. */
  readonly revision: number;
  readonly position: Position;
};

/** What a writer believes about the stream. A number is the revision of its last fact. */
export type ExpectedRevision = 'any' | 'no-stream' | 'stream-exists' | number;

export type Appended = {
  readonly firstRevision: number;
  readonly lastRevision: number;
  /** Of the last fact. Absent when a store cannot say it for an append that it had made earlier. */
  readonly position: Position | undefined;
};

/**
 * Why an append did not answer with its revisions. Each belongs to one class (`classOfFault`):
 * - not-done: nothing was written, trying again later is safe;
 * - refused: nothing was written and the same append will not succeed;
 * - may-have-happened: repeat the same ids at the same exact revision to find out.
 */
export type AppendFault =
  | {
      readonly code: 'wrong-expected-revision';
      readonly stream: string;
      readonly expected: ExpectedRevision;
      readonly actual: number | 'no-stream';
    }
  | { readonly code: 'too-large'; readonly bytes: number; readonly limit: number }
  | { readonly code: 'invalid-fact'; readonly detail: string }
  | { readonly code: 'access-denied' }
  | { readonly code: 'stream-deleted'; readonly stream: string }
  | { readonly code: 'overloaded' }
  | { readonly code: 'unavailable'; readonly detail: string }
  | { readonly code: 'indeterminate'; readonly detail: string };

export type FaultClass = 'not-done' | 'refused' | 'may-have-happened';

const faultClasses: { readonly [code in AppendFault['code']]: FaultClass } = {
  'wrong-expected-revision': 'refused',
  'too-large': 'refused',
  'invalid-fact': 'refused',
  'access-denied': 'refused',
  'stream-deleted': 'refused',
  overloaded: 'not-done',
  unavailable: 'not-done',
  indeterminate: 'may-have-happened',
};

/** What a writer may conclude from a fault. */
export const classOfFault = (fault: AppendFault): FaultClass => faultClasses[fault.code];

/** The most bytes one append may take: the sum over its facts of data + metadata + 2 × type length. */
export const appendBytesMax = 1_048_576;

export type StreamPage = {
  /** False when nothing was ever written to the stream. */
  readonly exists: boolean;
  readonly facts: readonly StoredFact[];
};

export type LogPage = {
  readonly facts: readonly StoredFact[];
  /**
   * How far the log was read, filtered-out facts included; undefined only on an empty log.
   * A page may be short, even empty, long before the end: go on from here until `atEnd`.
   */
  readonly readTo: Position | undefined;
  readonly atEnd: boolean;
};

export type FeedItem =
  | { readonly kind: 'fact'; readonly fact: StoredFact }
  /** Everything up to here was delivered or filtered out. */
  | { readonly kind: 'checkpoint'; readonly position: Position }
  /** The end was reached. Said again each time it is reached anew. */
  | { readonly kind: 'caught-up' };

/**
 * Append-only streams of facts. Every implementation passes `test/contracts/event-store.ts`.
 * An append is one stream, all or nothing, 1..n facts, at most `appendBytesMax`, and answered only
 * when it would survive a crash. Appends to one stream are made in the order they were asked for.
 * The same ids at the same revisions (exact or no-stream) get the first outcome again, for ever;
 * an overlap with other ids is `wrong-expected-revision`. `any` and `stream-exists` promise at
 * least once only: a repeat may be stored again.
 * Stream names: 1–200 printable ASCII characters, never starting with `$`; any other name is
 * refused by appends and does not exist for reads.
 */
export interface EventStore {
  /** Whether others may write to the same log: then what is remembered of it may be out of date. */
  readonly shared: boolean;

  append(
    stream: string,
    expected: ExpectedRevision,
    facts: readonly NewFact[],
  ): Promise<Result<Appended, AppendFault>>;

  /**
   * Facts from `from` (inclusive) in the direction, at most `max` (1–10,000; anything else is a
   * bug and throws). Without `from`: from the start, backwards from the end.
   */
  readStream(
    stream: string,
    options: {
      readonly from?: number;
      readonly direction?: 'forwards' | 'backwards';
      readonly max: number;
    },
  ): Promise<StreamPage>;

  /** Facts of all streams after `after` (exclusive; undefined: from the start), in order, at most `max`. */
  readAll(options: {
    readonly after?: Position | undefined;
    readonly max: number;
    readonly streamPrefixes?: readonly string[];
    /** Of these types only; without it of all. */
    readonly types?: readonly string[];
  }): Promise<LogPage>;

  /** All facts after `after` and then new ones as they come; at least once, in order, until `signal` aborts or the store closes. */
  subscribeAll(options: {
    readonly after?: Position | undefined;
    readonly streamPrefixes?: readonly string[];
    readonly types?: readonly string[];
    readonly signal: AbortSignal;
  }): AsyncIterable<FeedItem>;

  /** The position of the last fact; undefined on an empty log. */
  head(): Promise<Position | undefined>;

  /** Negative, zero or positive, as `a` is before, at or after `b`. */
  comparePositions(a: Position, b: Position): number;

  /** Turns text from outside into a position, or says no. */
  parsePosition(text: string): Position | undefined;

  /** Waits for what was accepted, ends subscriptions, lets go of everything; later appends are `unavailable`. */
  close(): Promise<void>;
}
