import { placeOfKey } from './data-keys.ts';
import { seal, unseal } from './sealing.ts';
import {
  atomically,
  blob,
  forgetOldPages,
  masterKeyId,
  openVaultFile,
  text,
} from './vault-file.ts';

/**
 * Wraps every data key anew under `to`, all or none, and leaves no copy under `from`. What is
 * sealed stays as it is. To be run while nobody has the vault open. Answers how many keys there were.
 */
export const rotateMasterKey = (options: {
  readonly file: string;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}): number => {
  const { file, from, to } = options;
  const [fromId, toId] = [masterKeyId(from), masterKeyId(to)];
  const database = openVaultFile(file, from);
  try {
    const update = database.prepare(
      'UPDATE data_key SET key_id = ?, wrapped = ? WHERE subject = ? AND purpose = ?',
    );
    const rewrapped = atomically(database, () => {
      const rows = database.prepare('SELECT subject, purpose, wrapped FROM data_key').all();
      for (const row of rows) {
        const [subject, purpose] = [text(row.subject), text(row.purpose)];
        const key = unseal(from, placeOfKey(subject, purpose, fromId), blob(row.wrapped));
        update.run(toId, seal(to, placeOfKey(subject, purpose, toId), key), subject, purpose);
      }
      database.prepare('UPDATE master_key SET key_id = ?').run(toId);
      return rows.length;
    });
    forgetOldPages(database);
    return rewrapped;
  } finally {
    database.close();
  }
};
