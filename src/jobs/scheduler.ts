import { Cron } from 'croner';

/** Something that is to be begun at certain times. */
export type Scheduled = {
  /** `HH:MM`, every day in Asia/Shanghai. */
  readonly at: string;
  /** From one look to the next in between, minutes: for what was not there yet. */
  readonly againMinutes: number;
  readonly tick: () => Promise<void>;
  readonly idle: () => Promise<void>;
};

export type Schedule = { readonly stop: () => Promise<void> };

const timezone = 'Asia/Shanghai';

/** Begins each job at its times, and at once: what was missed while nobody ran is made up for now. */
export const schedule = (
  jobs: readonly Scheduled[],
  onFailed: (error: unknown) => void,
): Schedule => {
  const crons = jobs.flatMap(({ at, againMinutes, tick }) => {
    const begin = (): void => void tick().catch(onFailed);
    const [hour = '', minute = ''] = at.split(':');
    begin();
    return [`${Number(minute)} ${Number(hour)} * * *`, `*/${againMinutes} * * * *`].map(
      (pattern) => new Cron(pattern, { timezone, protect: true, unref: true }, begin),
    );
  });
  return {
    stop: async () => {
      for (const cron of crons) cron.stop();
      for (const { idle } of jobs) await idle().catch(onFailed);
    },
  };
};
