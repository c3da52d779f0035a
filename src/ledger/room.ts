import type { Decider } from '../../domain/decider.ts';
import type { EventStore, NewFact, Position, StoredFact } from '../../domain/ports/event-store.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { chainStart, claimedLink } from '../facts/chain.ts';
import { appendPersistently } from './append-persistently.ts';
import type { Asking, Unhandled } from './asking.ts';
import { encodeFacts } from './encode-facts.ts';

/** Commands one stream may keep waiting; beyond it the answer is `busy`. */
const waitingMax = 20_000;
/** How often one command is decided again after a lost race. */
const attemptsMax = 10;
/** What one append may carry; the bytes are an upper estimate of the store's own formula. */
const factsPerAppendMax = 2_000;
const bytesPerAppendMax = 900_000;
const readPage = 5_000;

export type Handled<State, Fact> = {
  /** What this command added; empty when it had been said before. */
  readonly facts: readonly Fact[];
  readonly state: State;
  /** Where the log stands for whoever wants to read what was written. */
  readonly position: Position | undefined;
};

export type Outcome<State, Fact, Refusal> = Result<Handled<State, Fact>, Refusal | Unhandled>;

type Datum = { readonly type: string; readonly data: unknown };

type Waiting<Command, State, Fact, Refusal> = {
  readonly command: Command;
  readonly asking: Asking;
  readonly answer: (outcome: Outcome<State, Fact, Refusal>) => void;
  readonly fail: (error: unknown) => void;
  attempts: number;
  decision: Result<readonly Fact[], Refusal>;
  encoded: readonly NewFact[];
  bytes: number;
  state: State;
};

export type RoomKind<Command, State, Fact extends Datum, Refusal> = {
  readonly decider: Decider<Command, State, Fact, Refusal>;
  readonly parse: (stored: StoredFact) => Fact;
};

/** Told when a room gets work and when it has none left. */
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
  #state: State;
  #revision = -1;
  #durableRevision = -1;
  #link = chainStart;
  #position: Position | undefined;
  #loaded: Promise<void> | true | undefined;
  #waiting: Waiting<Command, State, Fact, Refusal>[] = [];
  #flying: readonly Waiting<Command, State, Fact, Refusal>[] = [];
  #quiet: (() => void)[] = [];

  constructor(
    stream: string,
    store: EventStore,
    kind: RoomKind<Command, State, Fact, Refusal>,
    watch: RoomWatch,
  ) {
    this.stream = stream;
    this.#store = store;
    this.#kind = kind;
    this.#watch = watch;
    this.#state = kind.decider.initialState;
  }

  /** Facts held in memory: what this room weighs in a bounded cache. */
  get weight(): number {
    return this.#revision + 2;
  }

  /** Decides the command; answers when its facts, and all they rest on, are durable. */
  async handle(command: Command, asking: Asking): Promise<Outcome<State, Fact, Refusal>> {
    if (this.#loaded !== true) await this.#load();
    if (this.#waiting.length >= waitingMax) return refuse({ code: 'busy' });
    return new Promise((answer, fail) => {
      const undecided = {
        decision: ok<readonly Fact[]>([]),
        encoded: [],
        bytes: 0,
        state: this.#state,
      };
      this.#take({ command, asking, answer, fail, attempts: 0, ...undecided });
      this.#fly();
    });
  }

  /** The state at once, when it is loaded and all of it durable. */
  settledNow(): State | undefined {
    return this.#loaded === true && this.#isQuiet() ? this.#state : undefined;
  }

  /** The state once everything decided so far is durable. */
  async settled(): Promise<{ readonly state: State; readonly position: Position | undefined }> {
    if (this.#loaded !== true) await this.#load();
    while (!this.#isQuiet()) await new Promise<void>((resolve) => this.#quiet.push(resolve));
    return { state: this.#state, position: this.#position };
  }

  /** The newest state; the last of it may not be durable yet. */
  async newest(): Promise<State> {
    if (this.#loaded !== true) await this.#load();
    return this.#state;
  }

  #isQuiet(): boolean {
    return this.#flying.length === 0 && this.#waiting.length === 0;
  }

  #take(waiting: Waiting<Command, State, Fact, Refusal>): void {
    const { decider } = this.#kind;
    waiting.decision = decider.decide(waiting.command, this.#state);
    waiting.attempts += 1;
    const facts = waiting.decision.ok ? waiting.decision.value : [];
    if (facts.length === 0) {
      waiting.encoded = [];
      waiting.state = this.#state;
      // An answer that rests on facts not yet durable waits for them.
      if (this.#isQuiet()) this.#answer(waiting);
      else if (this.#waiting.length > 0) this.#waiting.push(waiting);
      else this.#flying = [...this.#flying, waiting];
      return;
    }
    const encoded = encodeFacts(this.stream, this.#revision, this.#link, facts, waiting.asking);
    waiting.encoded = encoded.facts;
    waiting.bytes = encoded.bytes;
    this.#state = facts.reduce(decider.evolve, this.#state);
    this.#revision += facts.length;
    this.#link = encoded.link;
    waiting.state = this.#state;
    if (this.#isQuiet()) this.#watch.busy();
    this.#waiting.push(waiting);
  }

  #answer(waiting: Waiting<Command, State, Fact, Refusal>): void {
    const { decision, state } = waiting;
    waiting.answer(
      decision.ok ? ok({ facts: decision.value, state, position: this.#position }) : decision,
    );
  }

  #fly(): void {
    if (this.#flying.length > 0 || this.#waiting.length === 0) return;
    let bytes = 0;
    let count = 0;
    let facts = 0;
    for (const { bytes: more, encoded } of this.#waiting) {
      if (count > 0 && (bytes + more > bytesPerAppendMax || facts >= factsPerAppendMax)) break;
      bytes += more;
      facts += encoded.length;
      count += 1;
    }
    this.#flying = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    this.#append(this.#flying.flatMap(({ encoded }) => encoded)).catch((error: unknown) => {
      // A bug, not a fault of the store: whoever waits hears of it, and nothing is left half decided.
      const lost = [...this.#flying, ...this.#waiting.splice(0)];
      for (const { fail } of lost) fail(error);
      void this.#decideAgain([]);
    });
  }

  async #append(facts: readonly NewFact[]): Promise<void> {
    const expected = this.#durableRevision === -1 ? 'no-stream' : this.#durableRevision;
    const appended = await appendPersistently(this.#store, this.stream, expected, facts);
    const flown = this.#flying;
    if (appended.ok) {
      this.#durableRevision = appended.value.lastRevision;
      this.#position = appended.value.position ?? (await this.#store.head());
      this.#flying = [];
      for (const waiting of flown) this.#answer(waiting);
      this.#fly();
      this.#becomeQuiet();
      return;
    }
    const behind = this.#waiting;
    this.#waiting = [];
    if (appended.refusal.code === 'contended') {
      await this.#decideAgain([...flown, ...behind]);
    } else {
      for (const { answer } of flown) answer(refuse(appended.refusal));
      await this.#decideAgain(behind);
    }
  }

  /** Forgets what was decided in memory, reads the stream anew, and decides the commands in their order. */
  async #decideAgain(commands: readonly Waiting<Command, State, Fact, Refusal>[]): Promise<void> {
    this.#loaded = undefined;
    this.#flying = [];
    try {
      await this.#load();
    } catch {
      for (const { answer } of commands) answer(refuse({ code: 'store-unavailable' }));
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
    if (!this.#isQuiet()) return;
    for (const resolve of this.#quiet.splice(0)) resolve();
    this.#watch.idle();
  }

  #load(): Promise<void> {
    if (this.#loaded === true) return Promise.resolve();
    this.#loaded ??= this.#read().then(
      () => {
        this.#loaded = true;
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
    for (let more = true; more; ) {
      const { facts } = await this.#store.readStream(this.stream, {
        from: revision + 1,
        max: readPage,
      });
      for (const stored of facts) state = decider.evolve(state, parse(stored));
      last = facts.at(-1) ?? last;
      revision = last?.revision ?? revision;
      more = facts.length === readPage;
    }
    this.#state = state;
    this.#revision = revision;
    this.#durableRevision = revision;
    this.#link = last === undefined ? chainStart : claimedLink(last.metadata);
    this.#position = last?.position;
  }
}
