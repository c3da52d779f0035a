import type { AppendFault } from '../../domain/ports/event-store.ts';

export const sqliteCodes = {
  busy: 5,
  full: 13,
  constraintCheck: 275,
  ioErrorWrite: 778,
} as const;

export type SqliteError = Error & { readonly errcode: number };

export const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';

/** The fault of everything in a transaction that failed before its commit was asked for. */
export const notDone = (error: SqliteError): AppendFault => ({
  code: 'unavailable',
  detail: `the log could not be written: ${error.message}`,
});

/**
 * The fault of everything in a transaction whose commit failed. The commit record is the last thing
 * written and then flushed: when writing fails it is certainly not there; when anything else fails
 * (flushing above all) it may be found after a crash.
 */
export const commitFault = (error: SqliteError): AppendFault =>
  error.errcode === sqliteCodes.full || error.errcode === sqliteCodes.ioErrorWrite
    ? notDone(error)
    : { code: 'indeterminate', detail: `the commit is uncertain: ${error.message}` };
