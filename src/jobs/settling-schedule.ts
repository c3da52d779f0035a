import { statementMonthsMissed } from '../http/metrics.ts';
import type { Alarm } from '../payouts/ports.ts';
import { type JobPorts, SettlingJobs } from '../settling/jobs.ts';
import { monthsMissed } from '../settling/months-due.ts';
import type { Scheduled } from './scheduler.ts';

/** Settling by the clock: what is due is done, and what should have been and was not is told. */
export const settlingSchedule = (
  ports: JobPorts,
  { at, againMinutes }: Pick<Scheduled, 'at' | 'againMinutes'>,
  alarm: Alarm,
): Scheduled => {
  const jobs = new SettlingJobs(ports);
  const tick = async (): Promise<void> => {
    await jobs.tick();
    const missed = await monthsMissed(ports);
    statementMonthsMissed.set(missed.length);
    if (missed.length > 0)
      alarm({ code: 'statements-missed', detail: missed.join(' '), at: ports.clock.now() });
  };
  return { at, againMinutes, tick, idle: () => jobs.idle() };
};
