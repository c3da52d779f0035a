import type { RecordedFact } from '../../domain/ledger-fact.ts';
import type { EventStore, LogPage, Position, StoredFact } from '../../domain/ports/event-store.ts';
import type { Folding } from '../../projections/folding.ts';
import type { Progress, StoredView, ViewStore } from '../../projections/view-store.ts';
import { parseStored } from '../facts/parse-stored.ts';
import { readTo } from './read-to.ts';
import { rollingDigest } from './rolling-digest.ts';

/** The log as the views read it: at once where it lies in a file, else with a promise. */
export type FoldedLog = {
  readonly readAll: (options: Parameters<EventStore['readAll']>[0]) => LogPage | Promise<LogPage>;
  readonly comparePositions: EventStore['comparePositions'];
};

/** A fact that a view cannot fold. Nothing is passed over: the views stand still before it. */
export class UnfoldableFact extends Error {
  readonly where: string;

  constructor({ stream, revision }: StoredFact, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`The views cannot take in fact ${revision} of stream ${stream}: ${why}`, { cause });
    this.name = 'UnfoldableFact';
    this.where = `${stream} revision ${revision}`;
  }
}

export type Stepped = {
  readonly moved: boolean;
  readonly atEnd: boolean;
  /** Somebody else has moved a view: nothing was saved, and all must be taken up anew. */
  readonly overtaken: boolean;
};

const factsPerPage = 5_000;
/** Far behind the log, more and more facts go into one save: a row that changes often is saved seldom. */
const pagesPerSaveMax = 16;

/** Views that read the log together: each fact is parsed once for all of them. */
export class FoldingGroup {
  readonly foldings: readonly Folding[];
  readonly #log: FoldedLog;
  readonly #store: ViewStore;
  #pagesPerSave = 1;
  /** Everything up to here has been read, what is no fact of ours included. */
  #readTo: Position | undefined;

  constructor(log: FoldedLog, store: ViewStore, foldings: readonly Folding[]) {
    this.#log = log;
    this.#store = store;
    this.foldings = foldings;
    this.#readTo = this.positionWith();
  }

  get readTo(): Position | undefined {
    return this.#readTo;
  }

  /** How far the one furthest behind has read, of these and others; undefined when one has not begun. */
  positionWith(others: readonly StoredView[] = []): Position | undefined {
    let least: Position | undefined;
    for (const { progress } of [...this.foldings, ...others]) {
      const own = readTo(progress);
      if (own === undefined) return undefined;
      if (least === undefined || this.#log.comparePositions(own, least) < 0) least = own;
    }
    return least;
  }

  /** Folds the next page, or some pages while far behind, and saves what they changed. */
  async step(): Promise<Stepped> {
    if (this.foldings.length === 0) return { moved: false, atEnd: true, overtaken: false };
    let moved = false;
    let atEnd = false;
    for (let pages = 0; pages < this.#pagesPerSave && !atEnd; pages += 1) {
      const page = await this.#log.readAll({ after: this.#readTo, max: factsPerPage });
      this.#foldPage(page.facts);
      moved ||= page.facts.length > 0;
      this.#readTo = page.readTo;
      atEnd = page.atEnd;
    }
    this.#pagesPerSave = atEnd ? 1 : Math.min(2 * this.#pagesPerSave, pagesPerSaveMax);
    if (!moved) return { moved, atEnd, overtaken: false };
    const saved = this.#store.save(this.foldings.map((folding) => folding.takeChanges()));
    return { moved, atEnd, overtaken: !saved };
  }

  #foldPage(facts: readonly StoredFact[]): void {
    for (const foldings of this.#abreast()) {
      const [{ progress }] = foldings;
      let reached = progress;
      for (const stored of facts) {
        // Views that joined later may be ahead of the others; they pass over what they have.
        if (this.#has(reached, stored)) continue;
        const fact = this.#fold(stored, foldings);
        const digest = rollingDigest(reached.digest, fact.hash);
        reached = { position: fact.position, count: reached.count + 1, digest };
      }
      for (const folding of foldings) folding.reach(reached);
    }
  }

  /** Views that have read equally far go on together: each fact is then parsed, and the proof of it extended, once for all. */
  #abreast(): Iterable<readonly [Folding, ...Folding[]]> {
    const groups = new Map<string, [Folding, ...Folding[]]>();
    for (const folding of this.foldings) {
      const { position, count, digest } = folding.progress;
      const key = `${position} ${count} ${digest}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [folding]);
      else group.push(folding);
    }
    return groups.values();
  }

  #has(progress: Progress, fact: StoredFact): boolean {
    const position = readTo(progress);
    return position !== undefined && this.#log.comparePositions(position, fact.position) >= 0;
  }

  #fold(stored: StoredFact, foldings: readonly Folding[]): RecordedFact {
    try {
      const fact: RecordedFact = parseStored(stored);
      for (const folding of foldings) folding.fold(fact);
      return fact;
    } catch (error) {
      throw new UnfoldableFact(stored, error);
    }
  }
}
