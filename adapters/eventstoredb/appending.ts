import { setTimeout as pause } from 'node:timers/promises';
import type { Credentials, EventStoreDBClient } from '@eventstore/db-client';
import type {
  Appended,
  AppendFault,
  EventStore,
  ExpectedRevision,
  NewFact,
} from '../../domain/ports/event-store.ts';
import { appendFault, isJson, jsonFault } from '../../domain/ports/event-store-limits.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { answeredWithin } from './answered-within.ts';
import { faultOf } from './append-fault.ts';
import { appendLanes, type LaneLimits } from './append-lanes.ts';
import { toEvent } from './event-coding.ts';
import { positionAt } from './place.ts';

export type AppendingOptions = LaneLimits & {
  readonly client: Pick<EventStoreDBClient, 'appendToStream'>;
  readonly credentials: Credentials;
  /** How long one call may take, ms. */
  readonly deadlineMillis: number;
  /**
   * How long to wait before trying again what was certainly not done, ms. The first call after a
   * lost connection or a change of leader is expected to fail.
   */
  readonly pauses: readonly number[];
};

type Outcome = Result<Appended, AppendFault>;

// An answer without a result leaves the client's promise pending for ever.
const graceMillis = 250;

const wireRevision = (expected: ExpectedRevision) => {
  switch (expected) {
    case 'any':
      return 'any';
    case 'no-stream':
      return 'no_stream';
    case 'stream-exists':
      return 'stream_exists';
    default:
      return BigInt(expected);
  }
};

const charactersOf = (facts: readonly NewFact[]): number =>
  facts.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);

/** One call to the server and what became of it. */
const call = async (
  { client, credentials, deadlineMillis }: AppendingOptions,
  stream: string,
  expected: ExpectedRevision,
  facts: readonly NewFact[],
): Promise<Outcome> => {
  const events = facts.map(toEvent);
  try {
    const { nextExpectedRevision, position } = await answeredWithin(
      client.appendToStream(stream, events, {
        expectedRevision: wireRevision(expected),
        credentials,
        requiresLeader: true,
        deadline: deadlineMillis,
      }),
      deadlineMillis + graceMillis,
    );
    const lastRevision = Number(nextExpectedRevision);
    const firstRevision = lastRevision - facts.length + 1;
    return ok({ firstRevision, lastRevision, position: position && positionAt(position) });
  } catch (error) {
    return refuse(faultOf(error, stream, expected, charactersOf(facts)));
  }
};

export type Appending = Pick<EventStore, 'append'> & {
  /** Refuses what comes from now on; resolves when all that was taken is answered. */
  readonly finished: () => Promise<void>;
};

/** Appends by single calls, in order within each stream, bounded in number and in time. */
export const appending = (options: AppendingOptions): Appending => {
  const lanes = appendLanes(options);
  const closed: Outcome = refuse({ code: 'unavailable', detail: 'the store is closed' });
  let closing = false;

  const persistently = async (...append: Parameters<EventStore['append']>): Promise<Outcome> => {
    const broken = append[2].findIndex(({ data, metadata }) => !isJson(data) || !isJson(metadata));
    if (broken >= 0) return refuse(jsonFault(broken));
    for (const wait of options.pauses) {
      const outcome = await call(options, ...append);
      if (outcome.ok || outcome.refusal.code !== 'unavailable') return outcome;
      await pause(wait);
    }
    return call(options, ...append);
  };

  return {
    append: async (stream, expected, facts) => {
      const fault = appendFault(stream, expected, facts);
      if (fault !== undefined) return refuse(fault);
      if (closing) return closed;
      return new Promise((answer, fail) => {
        const taken = lanes.take({
          stream,
          characters: charactersOf(facts),
          begin: () => persistently(stream, expected, facts).then(answer, fail),
          giveUp: () => answer(closed),
        });
        if (!taken) answer(refuse({ code: 'overloaded' }));
      });
    },
    finished: () => {
      closing = true;
      return lanes.drained(options.deadlineMillis);
    },
  };
};
