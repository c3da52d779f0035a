import type { RecordedFact } from '../domain/ledger-fact.ts';
import type { Place, Projection } from './projection.ts';
import type { Progress, SavedRow, SavedView, StoredView, ViewReader } from './view-store.ts';

/** One view being folded: facts go in, and what changed comes out to be saved with the progress. */
export interface Folding {
  readonly view: StoredView;
  readonly progress: Progress;
  /** Takes in what the fact changes; how far the view is then is said by `reach`. */
  fold(fact: RecordedFact): void;
  /** All facts up to here have been folded in. */
  reach(progress: Progress): void;
  takeChanges(): SavedView;
}

/** Rows one view keeps in memory between saves. */
const rowsCachedMax = 50_000;

/** One row in memory: as it is, and as it was saved last. */
type Cell<Row> = { readonly key: string; row: Row | undefined; saved: Row | undefined };

/** Folds a view of rows. Rows stay cached, so a hot one is not read back for each fact. */
export class RowFolding<Row> implements Folding {
  readonly view: StoredView;
  readonly #projection: Projection<Row>;
  readonly #store: ViewReader;
  readonly #cells = new Map<string, Cell<Row>>();
  #changed: Cell<Row>[] = [];
  #saved: Progress;
  #progress: Progress;
  /** Every row there is lies in memory: what is not found there need not be looked for in the store. */
  #isWhole: boolean;

  constructor(projection: Projection<Row>, view: StoredView, store: ViewReader) {
    this.#projection = projection;
    this.view = view;
    this.#store = store;
    this.#saved = view.progress;
    this.#progress = view.progress;
    this.#isWhole = view.progress.count === 0;
  }

  get progress(): Progress {
    return this.#progress;
  }

  fold(fact: RecordedFact): void {
    for (const { key, update } of this.#projection.changes(fact)) {
      const cell = this.#cells.get(key) ?? this.#load(key);
      // Still as it was saved: this is its first change since.
      if (cell.row === cell.saved) this.#changed.push(cell);
      cell.row = update(cell.row);
    }
  }

  reach(progress: Progress): void {
    this.#progress = progress;
  }

  takeChanges(): SavedView {
    const rows: SavedRow[] = [];
    for (const cell of this.#changed) {
      const { key, row, saved } = cell;
      if (row !== undefined && row !== saved) rows.push(this.#savedRow(key, saved, row));
      cell.saved = row;
    }
    this.#changed = [];
    if (this.#cells.size > rowsCachedMax) {
      this.#cells.clear();
      this.#isWhole = false;
    }
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

  #load(key: string): Cell<Row> {
    const json = this.#isWhole ? undefined : this.#store.load(this.view.id, key);
    const row = json === undefined ? undefined : this.#projection.read(json);
    const cell = { key, row, saved: row };
    this.#cells.set(key, cell);
    return cell;
  }
}

const nowhere = (): readonly Place[] => [];

const without = (places: readonly Place[], others: readonly Place[]): readonly Place[] =>
  places.filter(
    ({ group, sort }) => !others.some((other) => other.group === group && other.sort === sort),
  );
