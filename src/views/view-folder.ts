import { hash } from 'node:crypto';
import type { RecordedFact } from '../../domain/ledger-fact.ts';
import type { EventStore, LogPage, Position, StoredFact } from '../../domain/ports/event-store.ts';
import { allProjections, earningPlacesName } from '../../projections/all.ts';
import { earningPlaceOf } from '../../projections/earning-places.ts';
import { Folding } from '../../projections/folding.ts';
import type { EarningPlace } from '../../projections/rows.ts';
import type { ViewStore } from '../../projections/view-store.ts';
import { parseStored } from '../facts/codec.ts';

/** Facts folded between two saves. */
const factsPerSave = 2_000;

export const rollingDigest = (digest: string, link: string): string =>
  hash('sha256', `${digest}\n${link}`, 'base64url');

type AnyFolding = {
  readonly name: string;
  readonly position: () => string | undefined;
  readonly fold: (fact: RecordedFact) => void;
  readonly takeChanges: Folding<never>['takeChanges'];
};

type Log = {
  readonly readAll: (options: Parameters<EventStore['readAll']>[0]) => LogPage | Promise<LogPage>;
  readonly comparePositions: EventStore['comparePositions'];
};

/** Reads the log on from where the views stand and folds it into all of them. */
export class ViewFolder {
  readonly #log: Log;
  readonly #store: ViewStore;
  readonly #foldings: readonly AnyFolding[];

  constructor(log: Log, store: ViewStore) {
    this.#log = log;
    this.#store = store;
    // A digest is the same for every view that has read the same facts: computed once for all of them.
    let last = { digest: '', link: '', next: '' };
    const digest = (before: string, link: string): string => {
      if (last.digest !== before || last.link !== link) {
        last = { digest: before, link, next: rollingDigest(before, link) };
      }
      return last.next;
    };
    this.#foldings = allProjections.map((any) =>
      any.with((projection) => {
        if (store.progress(projection.name, projection.version) === undefined)
          store.drop(projection.name);
        const folding = new Folding(projection, store, digest);
        return {
          name: projection.name,
          position: () => folding.progress.position,
          fold: (fact) => folding.fold(fact),
          takeChanges: () => folding.takeChanges(),
        };
      }),
    );
  }

  /** How far the view that is furthest behind has read. */
  position(): Position | undefined {
    let least: Position | undefined;
    for (const [at, { position }] of this.#foldings.entries()) {
      const own = position() as Position | undefined;
      if (own === undefined) return undefined;
      if (at === 0 || (least !== undefined && this.#log.comparePositions(own, least) < 0))
        least = own;
    }
    return least;
  }

  /** Folds and saves one page; false when there was nothing more to read. */
  async step(): Promise<boolean> {
    const before = this.position();
    const page = await this.#log.readAll({ after: before, max: factsPerSave });
    if (page.facts.length === 0) return !page.atEnd;
    this.#foldAndSave(page.facts);
    return true;
  }

  /** Folds everything there is. */
  async catchUp(): Promise<void> {
    while (await this.step());
  }

  #foldAndSave(stored: readonly StoredFact[]): void {
    const places: EarningPlace[] = [];
    for (const one of stored) {
      const fact = parseStored(one);
      for (const folding of this.#foldings) {
        if (!this.#isNews(folding, fact.position)) continue;
        folding.fold(fact);
        const place = folding.name === earningPlacesName ? earningPlaceOf(fact) : undefined;
        if (place !== undefined) places.push(place);
      }
    }
    this.#store.save(
      this.#foldings.map((folding) => folding.takeChanges()),
      places,
    );
  }

  /** A view that was built anew may be behind the others; those ahead pass over what they have. */
  #isNews({ position }: AnyFolding, at: Position): boolean {
    const own = position() as Position | undefined;
    return own === undefined || this.#log.comparePositions(own, at) < 0;
  }
}
