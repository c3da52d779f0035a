import type { PayeeId } from '../../domain/identifiers.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { AccountFactRecorded } from '../../projections/recorded-account-fact.ts';
import { parseStored } from '../facts/parse-stored.ts';

export type Listener = {
  readonly hear: (recorded: AccountFactRecorded) => void;
  /** Nothing more will be heard; whoever listens may begin again. */
  readonly ended: () => void;
};

const prefix = 'account-';
/** `-2026-11` at the end of an account's stream. */
const monthLength = 8;

/**
 * Tells those who listen what is recorded about their account, as it is recorded. One look at the
 * log serves all of them, and nobody looks while nobody listens.
 */
export class AccountFeed {
  readonly #store: EventStore;
  readonly #listeners = new Map<string, Set<Listener>>();
  #following: { readonly begun: Promise<void>; readonly ending: AbortController } | undefined;

  constructor(store: EventStore) {
    this.#store = store;
  }

  /** From when this resolves, nothing recorded later is missed. Returns how to stop listening. */
  async listen(account: PayeeId, listener: Listener): Promise<() => void> {
    const of = this.#listeners.get(account) ?? new Set();
    this.#listeners.set(account, of.add(listener));
    this.#following ??= this.#follow();
    const stop = (): void => {
      of.delete(listener);
      if (of.size === 0 && this.#listeners.get(account) === of) this.#listeners.delete(account);
      if (this.#listeners.size === 0) this.#stop();
    };
    try {
      await this.#following.begun;
      return stop;
    } catch (error) {
      stop();
      throw error;
    }
  }

  /** Ends what everybody listens to. */
  close(): void {
    this.#stop();
    for (const listener of [...this.#listeners.values()].flatMap((of) => [...of])) listener.ended();
    this.#listeners.clear();
  }

  #stop(): void {
    this.#following?.ending.abort();
    this.#following = undefined;
  }

  #follow() {
    const ending = new AbortController();
    const head = this.#store.head();
    const begun = head.then(() => {});
    head
      .then(async (after) => {
        const options = { after, streamPrefixes: [prefix], signal: ending.signal };
        for await (const item of this.#store.subscribeAll(options)) {
          if (item.kind !== 'fact') continue;
          const of = this.#listeners.get(item.fact.stream.slice(prefix.length, -monthLength));
          if (of === undefined) continue;
          const recorded = parseStored(item.fact);
          if (recorded.about === 'account') for (const { hear } of of) hear(recorded);
        }
      })
      // A store that fails ends the listening: listeners come again, and then hear the reason.
      .catch(() => {})
      .finally(() => {
        if (this.#following?.ending === ending) this.close();
      });
    return { begun, ending };
  }
}
