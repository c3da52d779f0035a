import type { Test } from 'tap';
import type { Decider } from '../../domain/decider.ts';

/** Says of one command, after some facts, what it must lead to. `after` is the state that follows. */
export type Decided<State, Fact, Refusal> = {
  readonly yields: (...facts: readonly Fact[]) => State;
  readonly refuses: (refusal: Refusal) => void;
  /** Said before, or no news: accepted, and nothing is written. */
  readonly changesNothing: () => void;
};

/** Rules as sentences: given these facts, when this is asked, it yields or refuses that. */
export const deciderSpec =
  <Command, State, Fact, Refusal>(decider: Decider<Command, State, Fact, Refusal>) =>
  (t: Test) => ({
    given: (...facts: readonly Fact[]) => ({
      when: (command: Command): Decided<State, Fact, Refusal> => {
        const state = facts.reduce(decider.evolve, decider.initialState);
        const decision = decider.decide(command, state);
        return {
          yields: (...expected) => {
            t.strictSame(decision, { ok: true, value: expected });
            return expected.reduce(decider.evolve, state);
          },
          refuses: (refusal) => t.strictSame(decision, { ok: false, refusal }),
          changesNothing: () => t.strictSame(decision, { ok: true, value: [] }),
        };
      },
    }),
  });

/** The facts that these commands lead to, one after another; none may be refused. */
export const story =
  <Command extends { readonly type: string }, State, Fact, Refusal>(
    decider: Decider<Command, State, Fact, Refusal>,
    before: readonly Fact[] = [],
  ) =>
  (...commands: readonly Command[]): readonly Fact[] => {
    const told = [...before];
    let state = told.reduce(decider.evolve, decider.initialState);
    for (const command of commands) {
      const decision = decider.decide(command, state);
      if (!decision.ok)
        throw new Error(
          `${command.type} was refused: ${JSON.stringify(decision.refusal, bigints)}`,
        );
      told.push(...decision.value);
      state = decision.value.reduce(decider.evolve, state);
    }
    return told;
  };

const bigints = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

/** The state that facts lead to. */
export const stateAfter = <Command, State, Fact, Refusal>(
  decider: Decider<Command, State, Fact, Refusal>,
  facts: readonly Fact[],
): State => facts.reduce(decider.evolve, decider.initialState);
