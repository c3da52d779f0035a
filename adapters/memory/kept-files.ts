import { hash } from 'node:crypto';
import type { KeptFiles } from '../../domain/ports/kept-files.ts';

/** Keeps files in memory: for a log that lives in memory too, and for tests. */
export const memoryKeptFiles = (bytesMax: number): KeptFiles => {
  const files = new Map<string, Uint8Array>();
  return {
    keep: async (bytes) => {
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of bytes) {
        size += chunk.length;
        if (size > bytesMax) return 'too-large';
        chunks.push(chunk);
      }
      const whole = Buffer.concat(chunks);
      const sha256 = hash('sha256', whole, 'hex');
      files.set(sha256, whole);
      return { sha256, bytes: size };
    },
    open: async (sha256) => {
      const found = files.get(sha256);
      return found === undefined ? undefined : once(found);
    },
  };
};

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
