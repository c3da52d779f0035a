import type { PayoutProcess } from './process.ts';
import type { Sweep } from './sweep.ts';

/** How often the process looks whether something has become due, ms. */
const tickMs = 200;

export type Driver = { readonly stop: () => Promise<void> };

/** Runs the payout process until stopped: recovers what is open, follows the log, and looks at what is due. */
export const drivePayouts = (
  process: PayoutProcess,
  sweep: Sweep,
  onStopped: (error: unknown) => void,
): Driver => {
  const ending = new AbortController();
  const from = process.recover();
  const following = process.follow(from, ending.signal).catch((error: unknown) => {
    if (!ending.signal.aborted) onStopped(error);
  });
  let looking: Promise<void> | undefined;
  const tick = (): void => {
    // A store that is away is no reason to stop: what we cover runs out by itself.
    looking ??= process
      .lookAfterDuty()
      .catch(() => {})
      .finally(() => {
        looking = undefined;
        process.tick();
      });
    process.tick();
    sweep.tick();
  };
  const ticking = setInterval(tick, tickMs);
  tick();
  return {
    stop: async () => {
      clearInterval(ticking);
      ending.abort();
      await looking;
      await process.stop();
      await sweep.idle();
      await following;
    },
  };
};
