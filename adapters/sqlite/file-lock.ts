import { DatabaseSync } from 'node:sqlite';
import { isSqliteError, sqliteCodes } from './storage-fault.ts';

export type FileLock = { readonly release: () => void };

/**
 * Keeps others from writing the same log while this process lives. The lock is an empty database
 * held in an exclusive transaction: Node has no file locks of its own, and the system frees this one
 * however the process ends. Nothing else in this process may open the lock file, because closing
 * any handle to it would free the lock.
 */
export const fileLock = (file: string): FileLock => {
  const lock = new DatabaseSync(`${file}.lock`);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (isSqliteError(error) && error.errcode === sqliteCodes.busy)
      throw new Error('another process is using it', { cause: error });
    throw error;
  }
  return { release: () => lock.close() };
};
