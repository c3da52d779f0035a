import { setTimeout as pause } from 'node:timers/promises';

const boundMs = 10_000;
const stepMs = 10;

/** Waits until something is there, at most ten seconds. */
export const until = async <T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> => {
  const end = Date.now() + boundMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error('It did not happen in time');
    await pause(stepMs);
  }
};
