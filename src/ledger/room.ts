import type { Decider } from '../../domain/decider.ts';
import type { Timers } from '../../domain/ports/clock.ts';
import type { EventStore, NewFact, Position, StoredFact } from '../../domain/ports/event-store.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { chainStart, claimedLink } from '../facts/chain.ts';
import { appendPersistently } from './append-persistently.ts';
import type { Asking } from './asking.ts';
import { encodeFacts } from './encode-facts.ts';
import { type Handled, nextFlight, type Outcome, type Waiting } from './flight.ts';
import { factsOf, StoreUnreadable } from './stored-facts.ts';

/** Commands one stream may keep waiting; beyond it the answer is `busy`. */
const waitingMax = 20_000;
/** How often one command is decided again after a lost race. */
const attemptsMax = 10;

type Datum = { readonly type: string; readonly data: unknown };

export type RoomKind<Command, State, Fact extends Datum, Refusal> = {
  readonly decider: Decider<Command, State, Fact, Refusal>;
  readonly parse: (stored: StoredFact) => Fact;
};

/** Told when a room gets work and when it has none left, its weight then known anew. */
export type RoomWatch = { readonly busy: () => void; readonly idle: () => void };

/**
 * One stream's state in memory, and the queue before it. Commands are decided one after another on
 * the newest state without waiting for the disk; while one append is under way the next gathers.
 * Nobody is answered, not even with a refusal, before all that the answer rests on is durable; when
 * an append fails, everything decided on top of it is decided again.
 */
export class Room<Command, State, Fact extends Datum, Refusal> {
  readonly stream: string;
  readonly #store: EventStore;
  readonly #kind: RoomKind<Command, State, Fact, Refusal>;
  readonly #watch: RoomWatch;
  readonly #timers: Timers;
  #state: State;
  #revision = -1;
  #durableRevision = -1;
  #link = chainStart;
  #position: Position | undefined;
  #loaded: Promise<void> | true | undefined;
  #waiting: Waiting<State, Fact, Refusal>[] = [];
  #flying: Waiting<State, Fact, Refusal>[] = [];

  constructor(
    stream: string,
    store: EventStore,
    kind: RoomKind<Command, State, Fact, Refusal>,
    watch: RoomWatch,
    timers: Timers,
  ) {
    this.stream = stream;
    this.#store = store;
    this.#kind = kind;
    this.#watch = watch;
    this.#timers = timers;
    this.#state = kind.decider.initialState;
  }

  /** Facts held in memory: what this room weighs in a bounded cache. */
  get weight(): number {
    return this.#revision + 2;
  }

  /** Decides the command; answers when its facts, and all they rest on, are durable. */
  async handle(command: Command, asking: Asking): Promise<Outcome<State, Fact, Refusal>> {
    try {
      if (this.#loaded !== true) await this.#load();
    } catch (error) {
      if (error instanceof StoreUnreadable) return refuse({ code: 'store-unavailable' });
      throw error;
    }
    if (this.#waiting.length >= waitingMax) return refuse({ code: 'busy' });
    return this.#ask((state) => this.#kind.decider.decide(command, state), asking);
  }

  /** The state at once, when it is loaded and all of it durable. */
  settledNow(): State | undefined {
    return this.#loaded === true && this.#isQuiet() ? this.#state : undefined;
  }

  /** The state once everything decided so far is durable; what is asked later is not waited for. */
  async settled(): Promise<Pick<Handled<State, Fact>, 'state' | 'revision' | 'position'>> {
    if (this.#loaded !== true) await this.#load();
    const outcome = await this.#ask(() => ok([]));
    if (outcome.ok) return outcome.value;
    throw new StoreUnreadable(this.stream, outcome.refusal);
  }

  /** The newest state; the last of it may not be durable yet. */
  async newest(): Promise<State> {
    if (this.#loaded !== true) await this.#load();
    return this.#state;
  }

  #ask(
    decide: (state: State) => Result<readonly Fact[], Refusal>,
    asking?: Asking,
  ): Promise<Outcome<State, Fact, Refusal>> {
    return new Promise((answer, fail) => {
      const nothing = { decision: ok([]), encoded: [], bytes: 0 };
      const [state, revision] = [this.#state, this.#revision];
      this.#take({ decide, asking, answer, fail, attempts: 0, ...nothing, state, revision });
      this.#fly();
    });
  }

  #isQuiet(): boolean {
    return this.#flying.length === 0 && this.#waiting.length === 0;
  }

  #take(waiting: Waiting<State, Fact, Refusal>): void {
    waiting.decision = waiting.decide(this.#state);
    waiting.attempts += 1;
    const facts = waiting.decision.ok ? waiting.decision.value : [];
    if (facts.length === 0 || waiting.asking === undefined) {
      waiting.encoded = [];
      waiting.bytes = 0;
      waiting.state = this.#state;
      waiting.revision = this.#revision;
      // An answer that rests on facts not yet durable waits for them.
      if (this.#isQuiet()) this.#answer(waiting);
      else if (this.#waiting.length > 0) this.#waiting.push(waiting);
      else this.#flying.push(waiting);
      return;
    }
    const encoded = encodeFacts(this.stream, this.#revision, this.#link, facts, waiting.asking);
    waiting.encoded = encoded.facts;
    waiting.bytes = encoded.bytes;
    this.#state = facts.reduce(this.#kind.decider.evolve, this.#state);
    this.#revision += facts.length;
    this.#link = encoded.link;
    waiting.state = this.#state;
    waiting.revision = this.#revision;
    if (this.#isQuiet()) this.#watch.busy();
    this.#waiting.push(waiting);
  }

  #answer(waiting: Waiting<State, Fact, Refusal>): void {
    const { decision, state, revision } = waiting;
    const position = this.#position;
    waiting.answer(
      decision.ok ? ok({ facts: decision.value, state, revision, position }) : decision,
    );
  }

  #fly(): void {
    if (this.#flying.length > 0 || this.#waiting.length === 0) return;
    this.#flying = this.#waiting.splice(0, nextFlight(this.#waiting));
    this.#append(this.#flying.flatMap(({ encoded }) => encoded)).catch((error: unknown) => {
      // A bug, not a fault of the store: whoever waits hears of it, and nothing is left half decided.
      const lost = [...this.#flying, ...this.#waiting.splice(0)];
      for (const { fail } of lost) fail(error);
      void this.#decideAgain([]);
    });
  }

  async #append(facts: readonly NewFact[]): Promise<void> {
    const expected = this.#durableRevision === -1 ? 'no-stream' : this.#durableRevision;
    const { stream } = this;
    const appended = await appendPersistently(this.#store, stream, expected, facts, this.#timers);
    const flown = this.#flying;
    if (appended.ok) {
      this.#durableRevision = appended.value.lastRevision;
      this.#position = appended.value.position ?? (await this.#head());
      this.#flying = [];
      for (const waiting of flown) this.#answer(waiting);
      this.#fly();
      this.#becomeQuiet();
      return;
    }
    const all = [...flown, ...this.#waiting];
    this.#waiting = [];
    if (appended.refusal.code === 'contended') return this.#decideAgain(all);
    // Who only rested on what was not written is decided again like those behind.
    const failed = new Set(flown.filter(({ encoded }) => encoded.length > 0));
    for (const { answer } of failed) answer(refuse(appended.refusal));
    return this.#decideAgain(all.filter((waiting) => !failed.has(waiting)));
  }

  /** Where the log stands; what was written stays written when nobody can say where. */
  async #head(): Promise<Position | undefined> {
    try {
      return await this.#store.head();
    } catch {
      return undefined;
    }
  }

  /** Forgets what was decided in memory, reads the stream anew, and decides the commands in their order. */
  async #decideAgain(commands: readonly Waiting<State, Fact, Refusal>[]): Promise<void> {
    this.#loaded = undefined;
    this.#flying = [];
    try {
      await this.#load();
    } catch (error) {
      const isUnreadable = error instanceof StoreUnreadable;
      for (const { answer, fail } of commands)
        isUnreadable ? answer(refuse({ code: 'store-unavailable' })) : fail(error);
      this.#becomeQuiet();
      return;
    }
    for (const waiting of commands) {
      if (waiting.attempts >= attemptsMax) waiting.answer(refuse({ code: 'contended' }));
      else this.#take(waiting);
    }
    this.#fly();
    this.#becomeQuiet();
  }

  #becomeQuiet(): void {
    if (this.#isQuiet()) this.#watch.idle();
  }

  #load(): Promise<void> {
    if (this.#loaded === true) return Promise.resolve();
    this.#loaded ??= this.#read().then(
      () => {
        this.#loaded = true;
        this.#becomeQuiet();
      },
      (error: unknown) => {
        this.#loaded = undefined;
        throw error;
      },
    );
    return this.#loaded;
  }

  async #read(): Promise<void> {
    const { decider, parse } = this.#kind;
    let state = decider.initialState;
    let revision = -1;
    let last: StoredFact | undefined;
    for await (const facts of factsOf(this.#store, this.stream)) {
      for (const stored of facts) state = decider.evolve(state, parse(stored));
      last = facts.at(-1) ?? last;
      revision = last?.revision ?? revision;
    }
    this.#state = state;
    this.#revision = revision;
    this.#durableRevision = revision;
    this.#link = last === undefined ? chainStart : claimedLink(last.metadata);
    this.#position = last?.position;
  }
}
