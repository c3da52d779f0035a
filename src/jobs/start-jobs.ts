import { reconciliationsMissed } from '../http/metrics.ts';
import type { Alarm } from '../payouts/ports.ts';
import type { Reconciler } from '../reconciliation/reconciler.ts';
import type { Settings } from '../settings.ts';
import { ReconcileJob } from './reconcile-job.ts';
import { type Schedule, type Scheduled, schedule } from './scheduler.ts';
import { settlingSchedule } from './settling-schedule.ts';

type Times = Pick<
  Settings,
  'LOTUS_RECONCILE_AT' | 'LOTUS_RECONCILE_AGAIN_MINUTES' | 'LOTUS_SETTLE_AT'
>;

/** Starts what the service does by the clock. */
export const startJobs = (reconciler: Reconciler, times: Times, alarm: Alarm): Schedule => {
  const { ports } = reconciler;
  const failed = (code: 'reconciliation-failed' | 'settling-failed') => (error: unknown) =>
    alarm({
      code,
      detail: error instanceof Error ? error.message : 'unknown',
      at: ports.clock.now(),
    });
  const { LOTUS_SETTLE_AT: settleAt, LOTUS_RECONCILE_AGAIN_MINUTES: againMinutes } = times;
  const schedules = [
    schedule(reconcileSchedule(reconciler, times, alarm), failed('reconciliation-failed')),
    schedule(
      settleAt === 'off' ? [] : [settlingSchedule(ports, { at: settleAt, againMinutes }, alarm)],
      failed('settling-failed'),
    ),
  ];
  return { stop: async () => void (await Promise.all(schedules.map((one) => one.stop()))) };
};

const reconcileSchedule = (
  reconciler: Reconciler,
  { LOTUS_RECONCILE_AT: at, LOTUS_RECONCILE_AGAIN_MINUTES: againMinutes }: Times,
  alarm: Alarm,
): readonly Scheduled[] => {
  if (at === 'off') return [];
  const job = new ReconcileJob({
    reconciler,
    times: { afterDayMs: millisInDay(at) },
    missed: (days) => {
      reconciliationsMissed.set(days.length);
      const now = reconciler.ports.clock.now();
      if (days.length > 0)
        alarm({ code: 'reconciliation-missed', detail: days.join(' '), at: now });
    },
  });
  return [{ at, againMinutes, tick: () => job.tick(), idle: () => job.idle() }];
};

const millisInDay = (at: string): number => {
  const [hour = '', minute = ''] = at.split(':');
  return (Number(hour) * 60 + Number(minute)) * 60_000;
};
