import type { ViewStore } from '../../projections/view-store.ts';
import { togetherIn, viewsForReading, viewsForWriting } from './view-database.ts';
import { viewReading } from './view-reading.ts';
import { viewWriting } from './view-writing.ts';

export type SqliteViewStoreOptions = {
  /** A path, or `:memory:`. */
  readonly file: string;
  /** A second connection that can only read, for another thread or process than the one that writes. */
  readonly readOnly?: boolean;
  /** Reads the one state there is now for as long as it is open, whatever is saved meanwhile. */
  readonly frozen?: boolean;
};

/** Views in one SQLite file that finance may query too. Disposable: the log can always build them again. */
export const sqliteViewStore = ({
  file,
  readOnly = false,
  frozen = false,
}: SqliteViewStoreOptions): ViewStore => {
  const database = readOnly ? viewsForReading(file) : viewsForWriting(file);
  const together = togetherIn(database);
  const read = viewReading(database, together);
  if (frozen) {
    database.exec('BEGIN');
    // The state is that of the first read, not of the beginning.
    read.views();
  }
  return { ...read, ...viewWriting(database, together, read), close: () => database.close() };
};
