import type { Violation } from './checks/checking.ts';
import type { Lived } from './pool.ts';

export type Tally = {
  readonly histories: number;
  readonly months: number;
  readonly facts: number;
  readonly payouts: number;
  readonly actions: number;
  readonly doctorsLeast: number;
  readonly seconds: number;
  readonly historiesPerMinute: number;
  /** How often each kind of fault happened, the most frequent first. */
  readonly faults: { readonly [kind: string]: number };
  readonly violations: readonly { readonly seed: number; readonly violation: Violation }[];
};

/** Adds up histories as they come. */
export class Tallying {
  readonly #months: number;
  readonly #began = performance.now();
  readonly #faults = new Map<string, number>();
  readonly #violations: { seed: number; violation: Violation }[] = [];
  readonly #sums = { histories: 0, facts: 0, payouts: 0, actions: 0 };
  #doctorsLeast = Number.POSITIVE_INFINITY;

  constructor(months: number) {
    this.#months = months;
  }

  get histories(): number {
    return this.#sums.histories;
  }

  get faults(): number {
    let faults = 0;
    for (const count of this.#faults.values()) faults += count;
    return faults;
  }

  add({ seed, violation, facts, payouts, actions, doctors, happened }: Lived): void {
    this.#sums.histories += 1;
    this.#sums.facts += facts;
    this.#sums.payouts += payouts;
    this.#sums.actions += actions;
    this.#doctorsLeast = Math.min(this.#doctorsLeast, doctors);
    for (const kind of happened) this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + 1);
    if (violation !== undefined) this.#violations.push({ seed, violation });
  }

  result(): Tally {
    const seconds = (performance.now() - this.#began) / 1000;
    return {
      ...this.#sums,
      months: this.#months,
      doctorsLeast: this.#doctorsLeast,
      seconds: Number(seconds.toFixed(1)),
      historiesPerMinute: Math.round((this.#sums.histories * 60) / seconds),
      faults: Object.fromEntries([...this.#faults].sort(([, a], [, b]) => b - a)),
      violations: this.#violations,
    };
  }
}
