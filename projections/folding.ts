import type { RecordedFact } from '../domain/ledger-fact.ts';
import type { Place, Projection } from './projection.ts';
import type { Progress, SavedRow, SavedView, StoredView, ViewReader } from './view-store.ts';

/** Extends a rolling digest by the chain link of one more fact. */
export type Digest = (digest: string, link: string) => string;

/** One view being folded: facts go in, and what changed comes out to be saved with the progress. */
export interface Folding {
  readonly view: StoredView;
  readonly progress: Progress;
  fold(fact: RecordedFact): void;
  takeChanges(): SavedView;
}

/** Rows one view keeps in memory between saves. */
const rowsCachedMax = 50_000;

/** How far a view is after one more fact. */
export const extended = (before: Progress, fact: RecordedFact, digest: Digest): Progress => ({
  position: fact.position,
  count: before.count + 1,
  digest: digest(before.digest, fact.hash),
});

/** Folds a view of rows. Rows stay cached, so a hot one is not read back for each fact. */
export class RowFolding<Row> implements Folding {
  readonly view: StoredView;
  readonly #projection: Projection<Row>;
  readonly #store: ViewReader;
  readonly #digest: Digest;
  readonly #rows = new Map<string, Row>();
  /** The rows that have changed since the last save, as they were before. */
  readonly #changed = new Map<string, Row | undefined>();
  #saved: Progress;
  #progress: Progress;

  constructor(projection: Projection<Row>, view: StoredView, store: ViewReader, digest: Digest) {
    this.#projection = projection;
    this.view = view;
    this.#store = store;
    this.#digest = digest;
    this.#saved = view.progress;
    this.#progress = view.progress;
  }

  get progress(): Progress {
    return this.#progress;
  }

  fold(fact: RecordedFact): void {
    for (const { key, update } of this.#projection.changes(fact)) {
      const before = this.#rows.get(key) ?? this.#load(key);
      if (!this.#changed.has(key)) this.#changed.set(key, before);
      this.#rows.set(key, update(before));
    }
    this.#progress = extended(this.#progress, fact, this.#digest);
  }

  takeChanges(): SavedView {
    const rows = [...this.#changed].flatMap(([key, before]) => {
      const row = this.#rows.get(key);
      return row === undefined ? [] : [this.#savedRow(key, before, row)];
    });
    this.#changed.clear();
    if (this.#rows.size > rowsCachedMax) this.#rows.clear();
    const changes = { before: this.#saved, after: this.#progress, rows, earnings: [] };
    this.#saved = this.#progress;
    return { id: this.view.id, ...changes };
  }

  #savedRow(key: string, before: Row | undefined, row: Row): SavedRow {
    const { write, places = nowhere } = this.#projection;
    const was = before === undefined ? [] : places(before);
    const is = places(row);
    return { key, json: write(row), placed: without(is, was), left: without(was, is) };
  }

  #load(key: string): Row | undefined {
    const json = this.#store.load(this.view.id, key);
    return json === undefined ? undefined : this.#projection.read(json);
  }
}

const nowhere = (): readonly Place[] => [];

const without = (places: readonly Place[], others: readonly Place[]): readonly Place[] =>
  places.filter(
    ({ group, sort }) => !others.some((other) => other.group === group && other.sort === sort),
  );
