import { setTimeout as pause } from 'node:timers/promises';
import {
  type AppendFault,
  classOfFault,
  type EventStore,
  type StoredFact,
} from '../../domain/ports/event-store.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';

/** How long to wait before asking again, ms; about a minute in all, as a copy is in no hurry. */
const pauses: readonly number[] = [20, 100, 500, 2_000, 5_000, 10_000, 20_000, 20_000];

/**
 * Puts facts of one stream where they were in the log they come from. The same ids at the same
 * revisions have one outcome, so whatever goes unanswered is asked again.
 */
export const appendKnown = async (
  to: Pick<EventStore, 'append'>,
  facts: readonly [StoredFact, ...StoredFact[]],
): Promise<Result<void, AppendFault>> => {
  const [{ stream, revision }] = facts;
  const expected = revision === 0 ? 'no-stream' : revision - 1;
  for (const wait of [...pauses, undefined]) {
    const outcome = await to.append(stream, expected, facts);
    if (outcome.ok) return ok(undefined);
    const isFinal = classOfFault(outcome.refusal) === 'refused' || wait === undefined;
    if (isFinal) return refuse(outcome.refusal);
    await pause(wait);
  }
  throw new Error('unreachable: the last attempt always returns');
};
