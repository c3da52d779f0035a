import { setFlagsFromString } from 'node:v8';

/** Room for what is new and soon forgotten, MiB: each thread may take up to three times as much. */
const semiSpaceMiB = 64;

/**
 * Lets more requests come and go between two collections. What one request leaves behind is kept
 * until its batch is on disk, so in Node's own 16 MiB much of it was copied before it was forgotten.
 * To be called before the threads begin: they inherit it.
 */
export const widenYoungGeneration = (): void =>
  setFlagsFromString(`--max-semi-space-size=${semiSpaceMiB}`);
