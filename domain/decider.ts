import type { Result } from './result.ts';

/**
 * All the business rules of one kind of stream. Pure: no clock, no randomness, no waiting.
 * `decide` has opinions and never changes anything; `evolve` has none and never refuses.
 */
export type Decider<Command, State, Event, Refusal> = {
  readonly initialState: State;
  readonly decide: (command: Command, state: State) => Result<readonly Event[], Refusal>;
  readonly evolve: (state: State, event: Event) => State;
};
