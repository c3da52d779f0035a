import { type Asked, type Outcome, outcomeOf, type ProposedEvent } from './append-rules.ts';
import { recentIds } from './recent-ids.ts';

/** Where an event lies: byte offsets, sparse as on a real server. */
export type Place = { readonly commit: bigint; readonly prepare: bigint };

export type LoggedEvent = ProposedEvent & {
  readonly stream: string;
  readonly revision: number;
  readonly place: Place;
  /** 100 ns since 1970, as text. */
  readonly created: string;
};

export type Stream = {
  readonly events: LoggedEvent[];
  /** Revisions below it are gone from reads of the stream. */
  truncateBefore: number;
  tombstoned: boolean;
};

export type EventLog = {
  readonly all: readonly LoggedEvent[];
  readonly stream: (name: string) => Stream | undefined;
  /** Appends, or says why not; a retry gets its first outcome. */
  readonly append: (asked: Asked) => Outcome;
  readonly softDelete: (name: string) => void;
  readonly tombstone: (name: string) => void;
  /** Calls back after each append; returns how to stop that. */
  readonly onAppended: (heard: () => void) => () => void;
};

export const isBefore = (a: Place, b: Place): boolean =>
  a.commit < b.commit || (a.commit === b.commit && a.prepare < b.prepare);

const recordOverhead = 137;
const ticksPerMilli = 10_000n;
const text = (json: string): Uint8Array => Buffer.from(json, 'utf8');

// A new database is not empty: the server has settled itself in.
const settlingIn: readonly (readonly [stream: string, type: string])[] = [
  ['$$$settings', '$metadata'],
  ['$users', '$User'],
  ['$user-admin', '$UserCreated'],
];

export type EventLogOptions = {
  /** Events of one append share a commit and differ in prepare, as transactions do. */
  readonly sharedCommits?: boolean;
};

/** What a server keeps: it outlives the server's deaths. */
export const eventLog = ({ sharedCommits = false }: EventLogOptions = {}): EventLog => {
  const all: LoggedEvent[] = [];
  const streams = new Map<string, Stream>();
  const recent = recentIds();
  const listeners = new Set<() => void>();
  let offset = 0n;

  const streamNamed = (name: string): Stream => {
    const found = streams.get(name) ?? { events: [], truncateBefore: 0, tombstoned: false };
    streams.set(name, found);
    return found;
  };

  const store = (name: string, proposed: readonly ProposedEvent[]): void => {
    const { events } = streamNamed(name);
    const created = String(BigInt(Date.now()) * ticksPerMilli);
    const sizes = proposed.map(({ data, metadata }) => data.length + metadata.length);
    const commit = offset + BigInt(sizes.reduce((sum, size) => sum + size + recordOverhead, 0));
    for (const [index, event] of proposed.entries()) {
      const place = { commit: sharedCommits ? commit : offset, prepare: offset };
      offset += BigInt((sizes[index] ?? 0) + recordOverhead);
      const logged = { ...event, stream: name, revision: events.length, place, created };
      events.push(logged);
      all.push(logged);
      recent.remember(logged);
    }
    if (sharedCommits) offset = commit + BigInt(recordOverhead);
    for (const heard of listeners) heard();
  };

  for (const [index, [stream, type]] of settlingIn.entries()) {
    const id = `00000000-0000-4000-8000-00000000000${index}`;
    store(stream, [{ id, type, isJson: true, data: text('{}'), metadata: text('') }]);
  }

  return {
    all,
    stream: (name) => streams.get(name),
    append: (asked) => {
      const outcome = outcomeOf(asked, streams.get(asked.stream), recent.find);
      if (outcome.kind !== 'to-write') return outcome;
      store(asked.stream, asked.events);
      const written = streamNamed(asked.stream).events.slice(-asked.events.length);
      return { kind: 'written', events: written };
    },
    softDelete: (name) => {
      streamNamed(name).truncateBefore = Number.POSITIVE_INFINITY;
    },
    tombstone: (name) => {
      streamNamed(name).tombstoned = true;
    },
    onAppended: (heard) => {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
  };
};
