import type { LogProcess } from '../drive.ts';
import type { PayoutProcess } from './process.ts';
import type { Sweep } from './sweep.ts';

/** The payout process with what goes on beside it: looking which payouts are ours, and the daily sweep. */
export const payoutsOnDuty = (payouts: PayoutProcess, sweep: Sweep): LogProcess => {
  let looking: Promise<void> | undefined;
  return {
    recover: () => payouts.recover(),
    follow: (after, signal) => payouts.follow(after, signal),
    tick: () => {
      // A store that is away is no reason to stop: what we cover runs out by itself.
      looking ??= payouts
        .lookAfterDuty()
        .catch(() => {})
        .finally(() => {
          looking = undefined;
          payouts.tick();
        });
      payouts.tick();
      sweep.tick();
    },
    stop: async () => {
      await looking;
      await payouts.stop();
      await sweep.stop();
    },
  };
};
