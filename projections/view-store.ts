import type { Place } from './projection.ts';
import type { EarningPlace } from './rows.ts';

/** How far one view has read the log, and the proof of what it has read. */
export type Progress = {
  /** Of the last fact folded in; undefined before the first. */
  readonly position: string | undefined;
  readonly count: number;
  /** Rolling digest over the chain links of all facts folded in. */
  readonly digest: string;
};

/** A view as it lies in the store. One of a name answers; another may be built beside it. */
export type StoredView = {
  readonly id: number;
  readonly name: string;
  readonly version: number;
  readonly state: 'serving' | 'building';
  readonly progress: Progress;
};

export type SavedRow = {
  readonly key: string;
  readonly json: string;
  /** Where it stands in the lists that it did not stand in before, and where it stands no more. */
  readonly placed: readonly Place[];
  readonly left: readonly Place[];
};

export type SavedView = {
  readonly id: number;
  /** What the view had read when these changes began to gather. */
  readonly before: Progress;
  readonly after: Progress;
  readonly rows: readonly SavedRow[];
  readonly earnings: readonly EarningPlace[];
};

export type KeyedRow = { readonly key: string; readonly json: string };
export type ListedPlace = Place & { readonly key: string };
export type ListedRow = KeyedRow & { readonly sort: string };

/** Reads what was saved. Views are named by their id in the store. */
export interface ViewReader {
  views(): readonly StoredView[];
  /** The view of this name that answers. */
  serving(name: string): StoredView | undefined;
  load(view: number, key: string): string | undefined;
  /** Rows of a group in order, after `(sort, key)`, at most `limit`. */
  list(
    view: number,
    group: string,
    limit: number,
    after?: { readonly sort: string; readonly key: string },
  ): readonly ListedRow[];
  /** All rows by key, at most `limit` after `after`. */
  scan(view: number, limit: number, after?: string): readonly KeyedRow[];
  /** All places in lists by group, order and key, at most `limit` after `after`. */
  scanPlaces(view: number, limit: number, after?: ListedPlace): readonly ListedPlace[];
  earningPlaces(view: number, earningId: string): readonly EarningPlace[];
  /** All places by earning and account, at most `limit` after `after`. */
  scanEarnings(view: number, limit: number, after?: EarningPlace): readonly EarningPlace[];
  /** Reads one state of the store, whatever is saved meanwhile. */
  together<Answer>(read: () => Answer): Answer;
}

/** Keeps views. Rows and progress are saved together or not at all, so a view never counts twice. */
export interface ViewStore extends ViewReader {
  /** Makes an empty view; one that is built beside another begins as `building`. */
  begin(name: string, version: number, state: StoredView['state']): StoredView;
  /** False, and nothing is saved, when somebody else has moved one of the views meanwhile. */
  save(changes: readonly SavedView[]): boolean;
  /** Lets `built` answer in place of `serving`; false when either is no longer as it was seen. */
  swap(built: StoredView, serving: StoredView | undefined): boolean;
  /** Takes a view away; its rows go later, piece by piece. */
  forget(view: number): void;
  /** Removes at most `rows` rows of forgotten views; false when there are none left. */
  sweep(rows: number): boolean;
  close(): void;
}
