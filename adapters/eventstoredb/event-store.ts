import type { Credentials } from '@eventstore/db-client';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { appending } from './appending.ts';
import { connectionFrom } from './connection.ts';
import { following } from './following.ts';
import { GuardedClient } from './guarded-client.ts';
import { checkServer } from './opening.ts';
import { comparePositions, parsePosition } from './place.ts';
import { reading } from './reading.ts';

export type EventstoredbEventStoreOptions = {
  /** `esdb://[NAME:PASSWORD@]HOST:PORT[,HOST:PORT…][?tls=false]` or `esdb+discover://…`. */
  readonly connectionString: string;
  /** Instead of those in the connection string. */
  readonly credentials?: Credentials;
  /** How long one call, or silence within one, may last, ms. 10,000 unless told. */
  readonly deadlineMillis?: number;
  /** The most appends on their way to the server at once. 64 unless told. */
  readonly appendsInFlightMax?: number;
  /** The most appends that may wait; beyond it they are `overloaded`. 20,000 unless told. */
  readonly appendsMax?: number;
  /** The most characters of facts that may wait, about as many bytes. 64 Mi unless told. */
  readonly charactersMax?: number;
  /** How long to wait before subscribing anew after each failure in a row, ms; the last for ever. */
  readonly subscribePauses?: readonly number[];
  /** Hears why a subscription broke and how often in a row; it is begun anew by itself. */
  readonly onSubscriptionBroken?: (detail: string, times: number) => void;
};

// A new leader is found within a few seconds.
const readPauses: readonly number[] = [20, 200, 1_000, 3_000];

/**
 * Events on an EventStoreDB or KurrentDB node or cluster, 23.10 or later, shared with whoever else
 * writes there. Throws `CannotOpen` when the string, the server or the permissions do not serve.
 */
export const eventstoredbEventStore = async ({
  connectionString,
  credentials: given,
  deadlineMillis = 10_000,
  appendsInFlightMax = 64,
  appendsMax = 20_000,
  charactersMax = 64 * 1_048_576,
  subscribePauses = [100, 500, 2_000, 5_000],
  onSubscriptionBroken = () => undefined,
}: EventstoredbEventStoreOptions): Promise<EventStore> => {
  const connection = connectionFrom(connectionString, given);
  const { credentials } = connection;
  const client = new GuardedClient(connection, deadlineMillis);
  const limits = { appendsInFlightMax, appendsMax, charactersMax };
  const { append, finished } = appending({ client, credentials, deadlineMillis, ...limits });
  try {
    await checkServer({ connection, client, append, deadlineMillis });
  } catch (error) {
    await client.letGo();
    throw error;
  }
  const closing = new AbortController();
  const letGo = async () => {
    await finished();
    closing.abort();
    await client.letGo();
  };
  let closed: Promise<void> | undefined;

  return {
    append,
    ...reading({ client, credentials, silenceMillis: deadlineMillis, pauses: readPauses }),
    subscribeAll: (options) =>
      following(
        { client, credentials, pauses: subscribePauses, onBroken: onSubscriptionBroken },
        { ...options, signal: AbortSignal.any([options.signal, closing.signal]) },
      ),
    comparePositions,
    parsePosition,
    close: () => {
      closed ??= letGo();
      return closed;
    },
  };
};
