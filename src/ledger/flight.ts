import type { NewFact, Position } from '../../domain/ports/event-store.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Asking, Unhandled } from './asking.ts';

/** Commands one stream may keep waiting; beyond it the answer is `busy`. */
export const waitingMax = 20_000;
/** How often one command is decided again after a lost race. */
export const attemptsMax = 40;
/** What one append may carry; the bytes are an upper estimate of the store's own formula. */
const factsPerAppendMax = 2_000;
const bytesPerAppendMax = 900_000;

export type Handled<State, Fact> = {
  /** What this command added; empty when it had been said before. */
  readonly facts: readonly Fact[];
  readonly state: State;
  /** Of the last fact of the stream that the state was folded from; −1 before the first. */
  readonly revision: number;
  /** Where the log stands for whoever wants to read what was written. */
  readonly position: Position | undefined;
};

export type Outcome<State, Fact, Refusal> = Result<Handled<State, Fact>, Refusal | Unhandled>;

/** Somebody who waits for an answer, with what was decided on the newest state. */
export type Waiting<State, Fact, Refusal> = {
  readonly decide: (state: State) => Result<readonly Fact[], Refusal>;
  /** Absent where only a look at the state is wanted, which writes nothing. */
  readonly asking: Asking | undefined;
  readonly answer: (outcome: Outcome<State, Fact, Refusal>) => void;
  readonly fail: (error: unknown) => void;
  attempts: number;
  decision: Result<readonly Fact[], Refusal>;
  encoded: readonly NewFact[];
  bytes: number;
  state: State;
  revision: number;
};

/** For somebody who has only come. */
export const undecided = <State>(state: State, revision: number) => ({
  attempts: 0,
  decision: ok([]),
  encoded: [],
  bytes: 0,
  state,
  revision,
});

/** Answers with what was decided, once all that it rests on is durable. */
export const answer = <State, Fact, Refusal>(
  { decision, state, revision, answer: tell }: Waiting<State, Fact, Refusal>,
  position: Position | undefined,
): void => tell(decision.ok ? ok({ facts: decision.value, state, revision, position }) : decision);

/** How many of those who wait go into one append. */
export const nextFlight = (
  waiting: readonly { readonly bytes: number; readonly encoded: readonly NewFact[] }[],
): number => {
  let bytes = 0;
  let count = 0;
  let facts = 0;
  for (const { bytes: more, encoded } of waiting) {
    const isFull = bytes + more > bytesPerAppendMax || facts >= factsPerAppendMax;
    // Who adds nothing flies along, so that every flight begins with somebody who adds something.
    if (count > 0 && encoded.length > 0 && isFull) break;
    bytes += more;
    facts += encoded.length;
    count += 1;
  }
  return count;
};
