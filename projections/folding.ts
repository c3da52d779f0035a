import type { RecordedFact } from '../domain/ledger-fact.ts';
import type { Projection } from './projection.ts';
import {
  noProgress,
  type Progress,
  type SavedRow,
  type SavedView,
  type ViewStore,
} from './view-store.ts';

/** Extends a rolling digest by the chain link of one more fact. */
export type Digest = (digest: string, link: string) => string;

/** Rows one view keeps in memory between saves. */
const rowsCachedMax = 50_000;

/**
 * One view being folded: facts go in, changed rows gather, and `takeChanges` hands them over to be
 * saved together with the progress. Rows stay cached, so a hot one is not read back for each fact.
 */
export class Folding<Row> {
  readonly projection: Projection<Row>;
  readonly #store: ViewStore;
  readonly #digest: Digest;
  #rows = new Map<string, Row>();
  #changed = new Set<string>();
  #progress: Progress;

  constructor(projection: Projection<Row>, store: ViewStore, digest: Digest) {
    this.projection = projection;
    this.#store = store;
    this.#digest = digest;
    this.#progress = store.progress(projection.name, projection.version) ?? noProgress;
  }

  get progress(): Progress {
    return this.#progress;
  }

  fold(fact: RecordedFact): void {
    for (const { key, update } of this.projection.changes(fact)) {
      this.#rows.set(key, update(this.#rows.get(key) ?? this.#load(key)));
      this.#changed.add(key);
    }
    const { count, digest } = this.#progress;
    this.#progress = {
      position: fact.position,
      count: count + 1,
      digest: this.#digest(digest, fact.hash),
    };
  }

  takeChanges(): SavedView {
    const { name, version, write, places } = this.projection;
    const rows: SavedRow[] = [];
    for (const key of this.#changed) {
      const row = this.#rows.get(key);
      if (row !== undefined) rows.push({ key, json: write(row), places: places?.(row) ?? [] });
    }
    this.#changed.clear();
    if (this.#rows.size > rowsCachedMax) this.#rows.clear();
    return { name, version, progress: this.#progress, rows };
  }

  #load(key: string): Row | undefined {
    const json = this.#store.load(this.projection.name, key);
    return json === undefined ? undefined : this.projection.read(json);
  }
}
