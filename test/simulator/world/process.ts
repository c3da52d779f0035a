import type { Reference } from '../../../domain/identifiers.ts';
import type { Timers } from '../../../domain/ports/clock.ts';
import type { Faults } from '../faults.ts';
import type { Owner, VirtualTime } from '../virtual-time.ts';

/** A computer's process: it may die between any two of its calls to the outside. */
export class Process implements Owner {
  readonly name: string;
  /** Of this process and no other. */
  readonly id: Reference;
  readonly #time: VirtualTime;
  readonly #faults: Faults;
  readonly #dying = new AbortController();
  readonly died: Promise<'died'>;
  #isAlive = true;

  constructor(name: string, nth: number, time: VirtualTime, faults: Faults) {
    this.name = name;
    this.id = `${name}-${nth}` as Reference;
    this.#time = time;
    this.#faults = faults;
    this.died = new Promise((resolve) => {
      this.#dying.signal.addEventListener('abort', () => resolve('died'));
    });
  }

  get alive(): boolean {
    return this.#isAlive;
  }

  get signal(): AbortSignal {
    return this.#dying.signal;
  }

  kill(): void {
    this.#isAlive = false;
    this.#dying.abort();
  }

  /** Time of this process passes; what waits for it never goes on once the process is dead. */
  pass(millis: number): Promise<void> {
    return this.#time.pass(millis, this);
  }

  /** Time passes on a wire or another computer, whatever becomes of this process. */
  elsewhere(millis: number): Promise<void> {
    return this.#time.pass(millis);
  }

  /**
   * One call to the outside: the way there, what is done there, the way back. A question on the wire
   * arrives even if whoever asked has died meanwhile.
   */
  async call<Answer>(there: number, back: number, does: () => Promise<Answer>): Promise<Answer> {
    await this.#mayCrash('crash before a call');
    if (there > 0) await this.elsewhere(there);
    const answer = await does();
    await this.#mayCrash('crash after a call');
    await this.pass(back);
    return answer;
  }

  /** Dies here and never goes on. */
  async crash(): Promise<never> {
    this.kill();
    return new Promise(() => {});
  }

  async #mayCrash(kind: 'crash before a call' | 'crash after a call'): Promise<void> {
    if (!this.#isAlive) await this.crash();
    if (this.#faults.strikes(kind)) await this.crash();
  }

  /** Time as the code under test may ask for it. */
  timers(): Timers {
    return {
      after: (millis, wake) => {
        const timer = { cancelled: false };
        this.#time.at(this.#time.millis + millis, () => timer.cancelled || wake(), this);
        return () => {
          timer.cancelled = true;
        };
      },
      turn: () => this.pass(1),
    };
  }
}
