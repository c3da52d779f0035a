import { setImmediate as everythingReady } from 'node:timers/promises';
import TinyQueue from 'tinyqueue';
import { type Instant, instantOfMillis } from '../../domain/time.ts';

/** Whoever waits; what was waited for never comes once its process is dead. */
export type Owner = { readonly alive: boolean };

type Due = {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  readonly owner: Owner | undefined;
};

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/**
 * Time that passes only from one event to the next. Between two events everything that can go on
 * without waiting does; of two events at one moment the one planned first comes first.
 */
export class VirtualTime {
  #millis: number;
  #planned = 0;
  readonly #queue = new TinyQueue<Due>([], (a, b) => a.at - b.at || a.order - b.order);

  constructor(start: number) {
    this.#millis = start;
  }

  /** Milliseconds since 1970. */
  get millis(): number {
    return this.#millis;
  }

  get now(): Instant {
    return instantOfMillis(this.#millis);
  }

  at(millis: number, run: () => void, owner?: Owner): void {
    this.#planned += 1;
    this.#queue.push({ at: Math.max(millis, this.#millis), order: this.#planned, run, owner });
  }

  /** Resolves after `millis`; never, if the owner dies before. */
  pass(millis: number, owner?: Owner): Promise<void> {
    return new Promise((goOn) => this.at(this.#millis + millis, goOn, owner));
  }

  /** Lives until the moment, or until told to stop. */
  async live(until: number, isOver: () => boolean): Promise<void> {
    // A macrotask begins only when nothing is left that could go on: no real time is waited for.
    await everythingReady();
    while (!isOver()) {
      const next = this.#queue.peek();
      if (next === undefined || next.at > until) break;
      this.#queue.pop();
      if (next.owner !== undefined && !next.owner.alive) continue;
      this.#millis = next.at;
      next.run();
      await everythingReady();
    }
    if (!isOver()) this.#millis = Math.max(this.#millis, until);
  }
}
