import { createReadStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { type Progress, stepsOf } from './progress.ts';
import type { ServiceAnswer, ServiceClient } from './service-client.ts';

const run = z.looseObject({
  date: z.string(),
  run: z.number(),
  state: z.string(),
  changed: z.boolean(),
  found: z.number(),
  cleared: z.number(),
  applied: z.number(),
  notApplied: z.number(),
  linked: z.number(),
  breaks: z.object({ open: z.number(), suspended: z.number(), closed: z.number() }),
  matchRate: z.number().nullable(),
});
export type DayReconciled = z.output<typeof run>;

const underWay = z.looseObject({
  underWay: z.object({ step: z.string(), done: z.number() }).optional(),
});
const problem = z.looseObject({ code: z.string(), detail: z.string() });
const lookEveryMs = 500;

/** The day could not be run: why, and where a bill was wrong. */
export class NotReconciled extends Error {
  constructor(body: unknown) {
    const { code, detail, problems } = problem
      .extend({
        problems: z
          .array(
            z.looseObject({ line: z.number(), column: z.string().optional(), problem: z.string() }),
          )
          .optional(),
      })
      .parse(body);
    const where = (problems ?? []).map(
      (one) =>
        `  line ${one.line}${one.column === undefined ? '' : `, ${one.column}`}: ${one.problem}`,
    );
    super([`${code}: ${detail}`, ...where].join('\n'));
    this.name = 'NotReconciled';
  }
}

/** Has a day reconciled, with a bill from a file where one is given, and shows how far it is. */
export const reconcileDay = async (
  service: ServiceClient,
  { date, file, kind }: { readonly date: string; readonly file?: string; readonly kind: string },
): Promise<DayReconciled> => {
  const asked: Promise<ServiceAnswer> =
    file === undefined
      ? service.call('POST', '/v1/reconciliations', { date })
      : service.upload(`/v1/reconciliations/${date}/bills/${kind}`, createReadStream(file));
  const progress = stepsOf(`reconciling ${date}`);
  try {
    const answer = await followed(service, date, asked, progress);
    if (answer.status >= 300) throw new NotReconciled(answer.body);
    return run.parse(answer.body);
  } finally {
    progress.end();
  }
};

/** Asks how far it is until it has ended. */
const followed = async (
  service: ServiceClient,
  date: string,
  asked: Promise<ServiceAnswer>,
  progress: Progress,
): Promise<ServiceAnswer> => {
  let answer: ServiceAnswer | undefined;
  const ended = asked.then((given) => {
    answer = given;
  });
  while (answer === undefined) {
    await Promise.race([ended, pause(lookEveryMs)]);
    if (answer !== undefined) break;
    const shown = await service.call('GET', `/v1/reconciliations/${date}`);
    const { underWay: at } = underWay.safeParse(shown.body).data ?? {};
    if (at !== undefined) progress.at(at.done, at.step);
  }
  return asked;
};

/** For a person: what was found, what was done, what is left. */
export const daySummary = (day: DayReconciled): string => {
  const { open, suspended, closed } = day.breaks;
  const rate =
    day.matchRate === null ? 'nothing to match' : `${(day.matchRate * 100).toFixed(4)} % matched`;
  return [
    `${day.date}, run ${day.run}${day.changed ? '' : ' (as before, nothing changed)'}: ${day.state}, ${rate}`,
    `  new breaks ${day.found}, no longer there ${day.cleared}, applied by policy ${day.applied}, earlier ones explained ${day.linked}`,
    `  breaks now: ${open} open, ${suspended} in suspense, ${closed} closed`,
    ...(open === 0 ? [] : [`  GET /v1/reconciliations/${day.date}/breaks?state=open shows them`]),
  ].join('\n');
};
