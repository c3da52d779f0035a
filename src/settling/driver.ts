import { type SettlingPorts, SettlingProcess } from './process.ts';

/** How often it is looked whether a statement has become due, ms. */
const tickMs = 250;

export type SettlingDriver = { readonly stop: () => Promise<void> };

/** Runs the settling process until stopped. */
export const driveSettling = (
  ports: SettlingPorts,
  onStopped: (error: unknown) => void,
): SettlingDriver => {
  const process = new SettlingProcess(ports);
  const ending = new AbortController();
  const following = process.follow(process.recover(), ending.signal).catch((error: unknown) => {
    if (!ending.signal.aborted) onStopped(error);
  });
  const ticking = setInterval(() => process.tick(), tickMs);
  return {
    stop: async () => {
      clearInterval(ticking);
      ending.abort();
      await process.stop();
      await following;
    },
  };
};
