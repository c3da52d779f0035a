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

export const noProgress: Progress = { position: undefined, count: 0, digest: '' };

export type SavedRow = {
  readonly key: string;
  readonly json: string;
  readonly places: readonly Place[];
};

export type SavedView = {
  readonly name: string;
  readonly version: number;
  readonly progress: Progress;
  readonly rows: readonly SavedRow[];
};

export type ListedRow = { readonly key: string; readonly sort: string; readonly json: string };

/** Keeps views. Rows and progress are saved together or not at all, so a view never counts twice. */
export interface ViewStore {
  /** Undefined when the view is not there in this version. */
  progress(name: string, version: number): Progress | undefined;
  load(name: string, key: string): string | undefined;
  /** Rows of a group in order, after `(sort, key)`, at most `limit`. */
  list(
    name: string,
    group: string,
    limit: number,
    after?: { readonly sort: string; readonly key: string },
  ): readonly ListedRow[];
  /** All rows by key, at most `limit` after `after`. */
  scan(
    name: string,
    limit: number,
    after?: string,
  ): readonly { readonly key: string; readonly json: string }[];
  earningPlaces(
    earningId: string,
  ): readonly { readonly account: string; readonly period: string }[];

  save(views: readonly SavedView[], earningPlaces: readonly EarningPlace[]): void;
  /** Forgets a view, whatever its version. */
  drop(name: string): void;
  close(): void;
}
