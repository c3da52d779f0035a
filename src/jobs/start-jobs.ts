import { reconciliationsMissed } from '../http/metrics.ts';
import type { Alarm } from '../payouts/ports.ts';
import type { Reconciler } from '../reconciliation/reconciler.ts';
import type { Settings } from '../settings.ts';
import { ReconcileJob } from './reconcile-job.ts';
import { type Schedule, schedule } from './scheduler.ts';

type Times = Pick<Settings, 'LOTUS_RECONCILE_AT' | 'LOTUS_RECONCILE_AGAIN_MINUTES'>;

/** Starts what the service does by the clock. */
export const startJobs = (
  reconciler: Reconciler,
  { LOTUS_RECONCILE_AT: at, LOTUS_RECONCILE_AGAIN_MINUTES: againMinutes }: Times,
  alarm: Alarm,
): Schedule => {
  if (at === 'off') return schedule([], () => undefined);
  const now = () => reconciler.ports.clock.now();
  const job = new ReconcileJob({
    reconciler,
    times: { afterDayMs: millisInDay(at) },
    missed: (days) => {
      reconciliationsMissed.set(days.length);
      if (days.length > 0)
        alarm({ code: 'reconciliation-missed', detail: days.join(' '), at: now() });
    },
  });
  const tick = () => job.tick();
  return schedule([{ at, againMinutes, tick, idle: () => job.idle() }], (error) =>
    alarm({
      code: 'reconciliation-failed',
      detail: error instanceof Error ? error.message : 'unknown',
      at: now(),
    }),
  );
};

const millisInDay = (at: string): number => {
  const [hour = '', minute = ''] = at.split(':');
  return (Number(hour) * 60 + Number(minute)) * 60_000;
};
