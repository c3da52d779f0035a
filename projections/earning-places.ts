import type { RecordedFact } from '../domain/ledger-fact.ts';
import type { Folding } from './folding.ts';
import type { EarningPlace } from './rows.ts';
import type { Progress, SavedView, StoredView } from './view-store.ts';

/** Where an earning was recorded. One row an earning, so it is kept apart from the other views, compactly. */
const earningPlaceOf = (recorded: RecordedFact): EarningPlace | undefined =>
  recorded.about === 'account' && recorded.fact.type === 'EarningRecorded'
    ? {
        earningId: recorded.fact.data.earningId,
        account: recorded.payee,
        period: recorded.period,
      }
    : undefined;

/** Folds the places of earnings: they are only ever added. */
export class EarningFolding implements Folding {
  readonly view: StoredView;
  #earnings: EarningPlace[] = [];
  #saved: Progress;
  #progress: Progress;

  constructor(view: StoredView) {
    this.view = view;
    this.#saved = view.progress;
    this.#progress = view.progress;
  }

  get progress(): Progress {
    return this.#progress;
  }

  fold(fact: RecordedFact): void {
    const place = earningPlaceOf(fact);
    if (place !== undefined) this.#earnings.push(place);
  }

  reach(progress: Progress): void {
    this.#progress = progress;
  }

  takeChanges(): SavedView {
    const earnings = this.#earnings;
    const changes = { before: this.#saved, after: this.#progress, rows: [], earnings };
    this.#earnings = [];
    this.#saved = this.#progress;
    return { id: this.view.id, ...changes };
  }
}
