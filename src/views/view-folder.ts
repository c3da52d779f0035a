import type { Position } from '../../domain/ports/event-store.ts';
import { allViews, type ViewKind } from '../../projections/all.ts';
import type { Folding } from '../../projections/folding.ts';
import type { StoredView, ViewStore } from '../../projections/view-store.ts';
import { type FoldedLog, FoldingGroup, type Stepped } from './folding-group.ts';
import type { Reached } from './reached.ts';
import { swapViews } from './swap-views.ts';

/** Rows of a view that is no more, removed between two pages of the log. */
const rowsPerSweep = 5_000;

/**
 * Reads the log on from where the views stand and folds it into all of them. A view that is missing
 * or of another version is built beside those that answer, and answers once it has caught up.
 */
export class ViewFolder {
  readonly #log: FoldedLog;
  readonly #store: ViewStore;
  readonly #kinds: readonly ViewKind[];
  #live: FoldingGroup;
  #building: FoldingGroup;

  constructor(log: FoldedLog, store: ViewStore, kinds: readonly ViewKind[] = allViews) {
    this.#log = log;
    this.#store = store;
    this.#kinds = kinds;
    this.#live = this.#group([]);
    this.#building = this.#group([]);
    this.#takeUp();
  }

  /** How far the view that is furthest behind has read; one that answers in an old version counts too. */
  position(): Position | undefined {
    if (this.#building.foldings.length === 0) return this.#live.readTo;
    return this.#live.positionWith(
      this.#building.foldings.map(({ view }) => this.#store.serving(view.name) ?? view),
    );
  }

  /** The same, and how far those are that need not be built anew. */
  reached(): Reached {
    const rebuilding = this.#building.foldings.map(({ view }) => view.name);
    return { all: this.position(), others: this.#live.readTo, rebuilding };
  }

  /** Folds and saves a page; false when there is nothing more to do. */
  async step(): Promise<boolean> {
    const live = await this.#live.step();
    const built = await this.#building.step();
    if (live.overtaken || built.overtaken) {
      this.#takeUp();
      return true;
    }
    if (built.atEnd && this.#building.foldings.length > 0) this.#swap();
    // At the end of the log whoever rings for more decides when: what comes meanwhile gathers.
    return (live.moved && !live.atEnd) || isUnfinished(built) || this.#store.sweep(rowsPerSweep);
  }

  /** Does everything there is to do. */
  async catchUp(): Promise<void> {
    while (await this.step());
  }

  /** Takes up every view where it lies in the store. */
  #takeUp(): void {
    const stored = this.#store.views();
    for (const view of stored) if (this.#isOfNoUse(view)) this.#store.forget(view.id);
    const live: Folding[] = [];
    const building: Folding[] = [];
    for (const kind of this.#kinds) {
      const own = stored.filter(
        ({ name, version }) => name === kind.name && version === kind.version,
      );
      const serving = own.find(({ state }) => state === 'serving');
      const begun = own.find(({ state }) => state === 'building');
      if (serving !== undefined) live.push(this.#folding(kind, serving));
      else if (begun !== undefined) building.push(this.#folding(kind, begun));
      else {
        // In an empty store nothing answers that a new view could be built beside.
        const isFirst = stored.length === 0;
        const view = this.#store.begin(kind.name, kind.version, isFirst ? 'serving' : 'building');
        (isFirst ? live : building).push(this.#folding(kind, view));
      }
    }
    this.#live = this.#group(live);
    this.#building = this.#group(building);
  }

  /** A kind that is no more, or a build that was given up for another version. */
  #isOfNoUse({ name, version, state }: StoredView): boolean {
    const kind = this.#kinds.find((one) => one.name === name);
    return kind === undefined || (state === 'building' && version !== kind.version);
  }

  #swap(): void {
    const { foldings } = this.#building;
    const swapped = swapViews(this.#log, this.#store, foldings);
    this.#live = this.#group([...this.#live.foldings, ...swapped]);
    this.#building = this.#group(foldings.filter((folding) => !swapped.includes(folding)));
  }

  #folding(kind: ViewKind, view: StoredView): Folding {
    return kind.folding(view, this.#store);
  }

  #group(foldings: readonly Folding[]): FoldingGroup {
    return new FoldingGroup(this.#log, this.#store, foldings);
  }
}

const isUnfinished = ({ moved, atEnd }: Stepped): boolean => moved || !atEnd;
