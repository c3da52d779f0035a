import type { PayoutProcess } from './process.ts';

/** How often the process looks whether something has become due, ms. */
const tickMs = 200;

export type Driver = { readonly stop: () => Promise<void> };

/** Runs the payout process until stopped: recovers what is open, follows the log, and looks at what is due. */
export const drivePayouts = (
  process: PayoutProcess,
  onStopped: (error: unknown) => void,
): Driver => {
  const ending = new AbortController();
  const from = process.recover();
  const following = process.follow(from, ending.signal).catch((error: unknown) => {
    if (!ending.signal.aborted) onStopped(error);
  });
  const ticking = setInterval(() => process.tick(), tickMs);
  process.tick();
  return {
    stop: async () => {
      clearInterval(ticking);
      ending.abort();
      await process.stop();
      await following;
    },
  };
};
