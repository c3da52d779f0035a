import type { Timers } from '../../domain/ports/clock.ts';
import type { EventStore, NewFact } from '../../domain/ports/event-store.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { claimedLink } from '../facts/chain.ts';
import { appendPersistently } from './append-persistently.ts';
import { type Asking, isUnhandled } from './asking.ts';
import { encodeFacts } from './encode-facts.ts';
import {
  answer,
  attemptsMax,
  type Handled,
  nextFlight,
  type Outcome,
  undecided,
  type Waiting,
  waitingMax,
} from './flight.ts';
import {
  type Coded,
  type Datum,
  type Durable,
  nothingRead,
  type RoomKind,
  type RoomWatch,
  readOn,
} from './room-state.ts';
import { sharedRun } from './shared-run.ts';
import { headIfTold, lastRevisionOf, StoreUnreadable, unlessUnreadable } from './stored-facts.ts';

/**
 * One stream's state in memory, and the queue before it. Commands are decided one after another on
 * the newest state without waiting for the disk; while one append is under way the next gathers.
 * Nobody is answered, not even with a refusal, before all that the answer rests on is durable; when
 * an append fails, everything decided on top of it is decided again.
 */
export class Room<Command, State, Fact extends Datum, Refusal extends Coded> {
  readonly stream: string;
  readonly #store: EventStore;
  readonly #kind: RoomKind<Command, State, Fact, Refusal>;
  readonly #watch: RoomWatch;
  readonly #timers: Timers;
  /** Reads whether others have written since, and takes it in. */
  readonly #confirm = sharedRun(() => this.#takeIn());
  #durable: Durable<State>;
  /** What was decided is in these, durable or not. */
  #state: State;
  #revision = -1;
  #link: string;
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
    this.#durable = nothingRead(kind.decider.initialState);
    ({ state: this.#state, link: this.#link } = this.#durable);
  }

  /** Facts held in memory: what this room weighs in a bounded cache. */
  get weight(): number {
    return this.#revision + 2;
  }

  /** Decides the command; answers when its facts, and all they rest on, are durable. */
  handle(command: Command, asking: Asking): Promise<Outcome<State, Fact, Refusal>> {
    const decide = (state: State) => this.#kind.decider.decide(command, state);
    const busy = refuse({ code: 'busy' } as const);
    const join = () =>
      this.#waiting.length < waitingMax ? this.#ask(decide, asking) : Promise.resolve(busy);
    if (this.#loaded === true && !this.#store.shared) return join();
    return unlessUnreadable(async () => {
      const outcome = await this.#whenLoaded(join);
      // What others have written meanwhile may allow it; a yes is checked by the append itself.
      if (!this.#store.shared || outcome.ok || isUnhandled(outcome.refusal)) return outcome;
      const { revision } = this.#durable;
      await this.#confirm();
      return this.#durable.revision === revision ? outcome : this.#whenLoaded(join);
    });
  }

  /** The state with all that anybody has written by now, durable. */
  async confirmed(): Promise<Pick<Handled<State, Fact>, 'state' | 'revision' | 'position'>> {
    if (this.#store.shared) await this.#confirm();
    return this.settled();
  }

  /** The state at once, when it is loaded and all of it durable; others may have written since. */
  settledNow(): State | undefined {
    return this.#loaded === true && this.#isQuiet() ? this.#state : undefined;
  }

  /** The state once everything decided so far is durable; what is asked later is not waited for. */
  async settled(): Promise<Pick<Handled<State, Fact>, 'state' | 'revision' | 'position'>> {
    const outcome = await this.#whenLoaded(() => this.#ask(() => ok([])));
    if (outcome.ok) return outcome.value;
    throw new StoreUnreadable(this.stream, outcome.refusal);
  }

  get isLoaded(): boolean {
    return this.#loaded === true;
  }

  /** The newest state, at once when it is loaded; the last of it may not be durable yet. */
  newest(): State | Promise<State> {
    return this.isLoaded ? this.#state : this.#load().then(() => this.newest());
  }

  #ask(
    decide: (state: State) => Result<readonly Fact[], Refusal>,
    asking?: Asking,
  ): Promise<Outcome<State, Fact, Refusal>> {
    return new Promise((answer, fail) => {
      this.#take({ decide, asking, answer, fail, ...undecided(this.#state, this.#revision) });
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
      const [state, revision] = [this.#state, this.#revision];
      Object.assign(waiting, { encoded: [], bytes: 0, state, revision });
      // An answer that rests on facts not yet durable waits for them.
      if (this.#isQuiet()) answer(waiting, this.#durable.position);
      else (this.#waiting.length > 0 ? this.#waiting : this.#flying).push(waiting);
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

  #fly(): void {
    if (this.#flying.length > 0 || this.#waiting.length === 0) return;
    this.#flying = this.#waiting.splice(0, nextFlight(this.#waiting));
    this.#append(this.#flying.flatMap(({ encoded }) => encoded)).catch((error: unknown) => {
      // A bug, not a fault of the store: whoever waits hears of it, and nothing is left half decided.
      for (const { fail } of [...this.#flying, ...this.#waiting.splice(0)]) fail(error);
      void this.#decideAgain([]);
    });
  }

  async #append(facts: readonly NewFact[]): Promise<void> {
    const { revision } = this.#durable;
    const about = [revision === -1 ? 'no-stream' : revision, facts, this.#timers] as const;
    const appended = await appendPersistently(this.#store, this.stream, ...about);
    const flown = this.#flying;
    if (appended.ok) {
      const { lastRevision, position = await headIfTold(this.#store) } = appended.value;
      const { state } = flown.at(-1) ?? this.#durable;
      const link = claimedLink(facts.at(-1)?.metadata ?? '');
      this.#durable = { state, revision: lastRevision, link, position };
      this.#flying = [];
      for (const waiting of flown) answer(waiting, this.#durable.position);
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

  /** Forgets what was decided in memory, reads the stream on, and decides the commands in their order. */
  async #decideAgain(commands: readonly Waiting<State, Fact, Refusal>[]): Promise<void> {
    this.#loaded = undefined;
    this.#flying = [];
    try {
      await this.#load();
    } catch (error) {
      for (const { answer, fail } of commands)
        if (error instanceof StoreUnreadable) answer(refuse({ code: 'store-unavailable' }));
        else fail(error);
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

  /** Works once nobody reads: what is decided while somebody does would be forgotten by that. */
  async #whenLoaded<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    while (!this.isLoaded) await this.#load();
    return work();
  }

  async #read(): Promise<void> {
    this.#durable = await readOn(this.#store, this.stream, this.#kind, this.#durable);
    ({ state: this.#state, revision: this.#revision, link: this.#link } = this.#durable);
  }

  async #takeIn(): Promise<void> {
    const end = await this.#whenLoaded(() => lastRevisionOf(this.#store, this.stream));
    while (this.#durable.revision < end) {
      // What is under way is ours and about to be answered, or has lost against what is to be read.
      if (this.isLoaded && this.#isQuiet()) this.#loaded = undefined;
      await (this.#isQuiet() ? this.#load() : this.settled());
    }
  }
}
