import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { syncDirectory } from './log-database.ts';

/** A file may be larger than SQLite lets one value be. */
const partBytes = 8 * 1_048_576;

/** Adds the files of a folder that are whole (their names say so) to a backup under way. */
export const addFolder = (
  backup: string,
  folder: string,
  isWhole: (name: string) => boolean,
): void => {
  const database = new DatabaseSync(backup);
  try {
    database.exec(
      'CREATE TABLE backup_file (name TEXT, part INTEGER, bytes BLOB, PRIMARY KEY (name, part)) STRICT',
    );
    const add = database.prepare('INSERT INTO backup_file VALUES (?, ?, ?)');
    for (const name of existsSync(folder) ? readdirSync(folder).filter(isWhole) : []) {
      database.exec('BEGIN');
      const handle = openSync(join(folder, name), 'r');
      const buffer = Buffer.alloc(partBytes);
      let part = 0;
      // An empty file has one part as well.
      for (let read = partBytes; read === partBytes; part += 1) {
        read = readSync(handle, buffer, 0, partBytes, null);
        if (read > 0 || part === 0) add.run(name, part, buffer.subarray(0, read));
      }
      closeSync(handle);
      database.exec('COMMIT');
    }
  } finally {
    database.close();
  }
};

/** Writes the files of a backup into a new folder. */
export const unpackFolder = (backup: string, folder: string): void => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(backup, { readOnly: true });
  try {
    const parts = database.prepare('SELECT bytes FROM backup_file WHERE name = ? ORDER BY part');
    for (const { name } of database.prepare('SELECT DISTINCT name FROM backup_file').all()) {
      const handle = openSync(join(folder, String(name)), 'wx', 0o600);
      for (const { bytes } of parts.iterate(String(name)))
        if (bytes instanceof Uint8Array) writeSync(handle, bytes);
      fsyncSync(handle);
      closeSync(handle);
    }
    syncDirectory(folder);
  } finally {
    database.close();
  }
};
