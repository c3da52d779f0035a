import { type Asking, isUnhandled } from '../../../src/ledger/asking.ts';
import { StoreUnreadable } from '../../../src/ledger/stored-facts.ts';
import { IndexBehind } from '../../../src/views/withdrawal-index.ts';
import type { Broken } from '../checks/checking.ts';
import type { Faults } from '../faults.ts';
import { minute, second, type VirtualTime } from '../virtual-time.ts';
import type { Instance } from './instance.ts';

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: { readonly code: string } };

export type Question<Value> = (instance: Instance, asking: Asking) => Promise<Answer<Value>>;

/** How long a caller waits for an answer, ms. */
const patienceMs = 60 * second;
const pauses = [second, 5 * second, 30 * second, 5 * minute] as const;
const attemptsMax = 2_000;

/** The service was asked and could not say: the caller asks again. */
const isExpected = (error: unknown): boolean =>
  error instanceof StoreUnreadable ||
  error instanceof IndexBehind ||
  (error instanceof Error && error.message === 'the store cannot be reached');

export type CallersOptions = {
  readonly time: VirtualTime;
  readonly faults: Faults;
  readonly someInstance: () => Instance | undefined;
  readonly broken: Broken;
};

/** Whoever asks the service for something asks again, with the same id, until it has been answered. */
export class Callers {
  waiting = 0;
  readonly #with: CallersOptions;

  constructor(options: CallersOptions) {
    this.#with = options;
  }

  /** Whatever takes a while before it asks is waited for too. */
  async during<Value>(does: () => Promise<Value>): Promise<Value> {
    this.waiting += 1;
    try {
      return await does();
    } finally {
      this.waiting -= 1;
    }
  }

  async ask<Value>(
    actor: string,
    commandId: string,
    question: Question<Value>,
  ): Promise<Answer<Value>> {
    const { time, broken, someInstance } = this.#with;
    this.waiting += 1;
    try {
      for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
        const instance = someInstance();
        const answer =
          instance === undefined
            ? undefined
            : await this.#once(instance, actor, commandId, question);
        if (answer !== undefined) return answer;
        await time.pass(pauses[Math.min(attempt, pauses.length - 1)] ?? minute);
      }
      broken('every caller is answered in the end', commandId);
      return { ok: false, refusal: { code: 'never-answered' } };
    } finally {
      this.waiting -= 1;
    }
  }

  /** One attempt; undefined when it is not known what became of it. */
  async #once<Value>(
    instance: Instance,
    actor: string,
    commandId: string,
    question: Question<Value>,
  ): Promise<Answer<Value> | undefined> {
    const { time, faults, broken } = this.#with;
    const now = instance.now();
    const asking = { actor, commandId, correlation: commandId, now };
    const nobody = (): undefined => undefined;
    const waiting = { alive: true };
    try {
      const answer = await Promise.race([
        question(instance, asking),
        instance.process.died.then(nobody),
        time.pass(patienceMs, waiting).then(nobody),
      ]);
      if (answer === undefined || faults.strikes('caller gone before the answer')) return undefined;
      return !answer.ok && isUnhandled(answer.refusal as { readonly code: string })
        ? undefined
        : answer;
    } catch (error) {
      if (!isExpected(error))
        broken('nothing is thrown', error instanceof Error ? (error.stack ?? error.message) : '?');
      return undefined;
    } finally {
      waiting.alive = false;
    }
  }
}
