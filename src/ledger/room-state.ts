import type { Decider } from '../../domain/decider.ts';
import type { EventStore, Position, StoredFact } from '../../domain/ports/event-store.ts';
import { chainStart, claimedLink } from '../facts/chain.ts';
import { factsOf } from './stored-facts.ts';

export type Coded = { readonly code: string };
export type Datum = { readonly type: string; readonly data: unknown };

export type RoomKind<Command, State, Fact extends Datum, Refusal> = {
  readonly decider: Decider<Command, State, Fact, Refusal>;
  readonly parse: (stored: StoredFact) => Fact;
  /** Fewer than usual where facts are large. */
  readonly factsPerRead?: number;
};

/** Told when a room gets work and when it has none left, its weight then known anew. */
export type RoomWatch = { readonly busy: () => void; readonly idle: () => void };

/** What a stream's facts add up to as far as they are known to be durable, and where the next one goes. */
export type Durable<State> = {
  readonly state: State;
  /** Of the last fact; -1 before the first. */
  readonly revision: number;
  /** Of the chain. */
  readonly link: string;
  readonly position: Position | undefined;
};

/** What is known of a stream before it is read. */
export const nothingRead = <State>(state: State): Durable<State> => ({
  state,
  revision: -1,
  link: chainStart,
  position: undefined,
});

/** Reads a stream on from where it is known, so that what others wrote costs as much as it is. */
export const readOn = async <Command, State, Fact extends Datum, Refusal>(
  store: EventStore,
  stream: string,
  { decider, parse, factsPerRead }: RoomKind<Command, State, Fact, Refusal>,
  known: Durable<State>,
): Promise<Durable<State>> => {
  let { state } = known;
  let last: StoredFact | undefined;
  for await (const facts of factsOf(store, stream, known.revision + 1, factsPerRead)) {
    for (const stored of facts) state = decider.evolve(state, parse(stored));
    last = facts.at(-1) ?? last;
  }
  if (last === undefined) return known;
  const { revision, position, metadata } = last;
  return { state, revision, link: claimedLink(metadata), position };
};
