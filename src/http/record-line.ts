import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '../../domain/time.ts';
import { type Asking, isUnhandled } from '../ledger/asking.ts';
import type { EarningOutcome, EarningTold } from '../ledger/earning-told.ts';
import { unlessUnreadable } from '../ledger/stored-facts.ts';
import { jsonValue, problemsOf } from '../parsed-text.ts';
import type { Told } from './batch-tally.ts';
import { earningBody, quickEarning, teamIsSound, toldFrom } from './earning-body.ts';
import { type ProblemCode, problems } from './problem-table.ts';
import type { RouteTools } from './route-tools.ts';

/** How long a line waits before it is sent again to a ledger that was busy or had no store, ms. */
const pauses: readonly number[] = [10, 50, 250, 1_000, 2_000, 4_000];

export const rejected = (code: ProblemCode, detail = problems[code].detail): Told => ({
  kind: 'rejected',
  code,
  detail,
});

/** The earning a line tells, or why it tells none. */
export const earningIn = (text: string): EarningTold | Told => {
  const content = jsonValue(text);
  if (content === undefined) return rejected('malformed-json', 'expected one JSON object a line');
  const body = quickEarning(content);
  if (body !== undefined) return toldFrom(body);
  const parsed = earningBody.safeParse(content);
  if (!parsed.success) return rejected('invalid-earning', problemsOf(parsed.error).join('; '));
  return teamIsSound(parsed.data) ? toldFrom(parsed.data) : rejected('team-lacks-doctor');
};

type Attempt = Awaited<ReturnType<RouteTools['ledger']['earnings']['record']>>;

/** A single earning would be answered 503; a batch has time, so it waits and asks again. */
export const recorded = (
  { ledger, clock }: RouteTools,
  about: Asking,
  told: EarningTold,
): Promise<Told> => {
  const commandId = `RecordEarning:${told.earningId}`;
  const attempt = (now: Instant) =>
    unlessUnreadable(() => ledger.earnings.record(told, { ...about, commandId, now }));
  return attempt(about.now).then((first) =>
    first.ok ? recordedAs(first.value) : untilRecorded(first, () => attempt(clock.now())),
  );
};

const recordedAs = ({ added, position }: EarningOutcome): Told => ({
  kind: added ? 'accepted' : 'duplicate',
  position,
});

const untilRecorded = async (first: Attempt, again: () => Promise<Attempt>): Promise<Told> => {
  let outcome = first;
  for (const wait of [...pauses, undefined]) {
    if (outcome.ok) return recordedAs(outcome.value);
    const { code } = outcome.refusal;
    const isPassing = isUnhandled(outcome.refusal) && code !== 'too-large';
    if (!isPassing || wait === undefined) return rejected(code);
    await pause(wait);
    outcome = await again();
  }
  throw new Error('unreachable: the last attempt always returns');
};
