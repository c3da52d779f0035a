import type { Timers } from '../../domain/ports/clock.ts';
import {
  type Appended,
  appendBytesMax,
  classOfFault,
  type EventStore,
  type ExpectedRevision,
  type NewFact,
} from '../../domain/ports/event-store.ts';
import { type Result, refuse } from '../../domain/result.ts';
import type { Unhandled } from './asking.ts';

/** How long to wait before asking again about an append that was not answered, ms. */
const pauses: readonly number[] = [20, 100, 500, 2_000];

/**
 * Appends; when the outcome is unknown, repeats the same ids at the same revision until it is known
 * or patience ends. Every fault of the store comes out as one of our reasons.
 */
export const appendPersistently = async (
  store: EventStore,
  stream: string,
  expected: ExpectedRevision,
  facts: readonly NewFact[],
  timers: Timers,
): Promise<Result<Appended, Unhandled>> => {
  // Nearly always the first attempt is the last: what follows is kept away from it.
  const first = await store.append(stream, expected, facts);
  if (first.ok) return first;
  let fault = first.refusal;
  for (const wait of [...pauses, undefined]) {
    switch (classOfFault(fault)) {
      case 'not-done':
        return refuse({ code: fault.code === 'overloaded' ? 'busy' : 'store-unavailable' });
      case 'refused':
        if (fault.code === 'wrong-expected-revision') return refuse({ code: 'contended' });
        if (fault.code === 'too-large') return refuse({ code: 'too-large' });
        throw new Error(
          `The store refused an append to ${stream}: ${fault.code} (limit ${appendBytesMax} bytes)`,
        );
      case 'may-have-happened':
        if (wait === undefined) return refuse({ code: 'outcome-unknown' });
        await new Promise<void>((goOn) => timers.after(wait, goOn));
    }
    const appended = await store.append(stream, expected, facts);
    if (appended.ok) return appended;
    fault = appended.refusal;
  }
  throw new Error('unreachable: the last attempt always returns');
};
