import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptFile, KeptFiles } from '../../domain/ports/kept-files.ts';

const name = /^[0-9a-f]{64}$/;

/**
 * Files in a folder that only we may read: bills hold what the provider knows of payees. A file is
 * written under a name of its own, synced, and only then called by its hash.
 */
export const keptFilesIn = (folder: string, bytesMax: number): KeptFiles => ({
  keep: async (bytes) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const incoming = join(folder, `incoming-${randomUUID()}`);
    try {
      const kept = await written(incoming, bytes, bytesMax);
      if (kept === 'too-large') await rm(incoming, { force: true });
      else {
        await rename(incoming, join(folder, kept.sha256));
        await synced(folder);
      }
      return kept;
    } catch (error) {
      await rm(incoming, { force: true });
      throw error;
    }
  },
  open: async (sha256) => {
    const file = join(folder, sha256);
    if (!name.test(sha256)) return undefined;
    try {
      await access(file);
    } catch {
      return undefined;
    }
    return createReadStream(file);
  },
});

/** Makes a name in a folder survive a crash, as its content does. */
const synced = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const written = async (
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  bytesMax: number,
): Promise<KeptFile | 'too-large'> => {
  const hash = createHash('sha256');
  const handle = await open(file, 'wx', 0o600);
  let size = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > bytesMax) return 'too-large';
      hash.update(chunk);
      await handle.appendFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), bytes: size };
};
