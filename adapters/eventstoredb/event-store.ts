import type { Credentials } from '@eventstore/db-client';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { appending } from './appending.ts';
import { connectionFrom } from './connection.ts';
import { following } from './following.ts';
import { GuardedClient } from './guarded-client.ts';
import { checkServer } from './opening.ts';
import { comparePositions, parsePosition } from './place.ts';
import { reading } from './reading.ts';

/** How long to wait before each further attempt, ms. */
export type Pauses = {
  /** After an append that was certainly not done; then it is told. */
  readonly append: readonly number[];
  /** After a read that failed; then it is an error. */
  readonly read: readonly number[];
  /** After each break of a subscription in a row; the last for ever. */
  readonly subscribe: readonly number[];
};

export type EventstoredbEventStoreOptions = {
  /** `esdb://[NAME:PASSWORD@]HOST:PORT[,HOST:PORT…][?tls=false]` or `esdb+discover://…`. */
  readonly connectionString: string;
  /** Instead of those in the connection string. */
  readonly credentials?: Credentials;
  /** How long one call, or silence within one, may last, ms. 10,000 unless told. */
  readonly deadlineMillis?: number;
  /** How long each question may last that is asked when the store is opened, ms. 10,000 unless told. */
  readonly openingMillis?: number;
  /** The most appends on their way to the server at once. 64 unless told. */
  readonly appendsInFlightMax?: number;
  /** The most appends that may wait; beyond it they are `overloaded`. 20,000 unless told. */
  readonly appendsMax?: number;
  /** The most characters of facts that may wait, about as many bytes. 64 Mi unless told. */
  readonly charactersMax?: number;
  readonly pauses?: Partial<Pauses>;
  /** Hears why a subscription broke and how often in a row; it is begun anew by itself. */
  readonly onSubscriptionBroken?: (detail: string, times: number) => void;
};

const usualPauses: Pauses = {
  append: [20, 200],
  // A new leader is found within a few seconds.
  read: [20, 200, 1_000, 3_000],
  subscribe: [100, 500, 2_000, 5_000],
};

/**
 * Events on an EventStoreDB or KurrentDB node or cluster, 23.10 or later, shared with whoever else
 * writes there. Throws `CannotOpen` when the string, the server or the permissions do not serve.
 */
export const eventstoredbEventStore = async ({
  deadlineMillis = 10_000,
  openingMillis = 10_000,
  appendsInFlightMax = 64,
  appendsMax = 20_000,
  charactersMax = 64 * 1_048_576,
  pauses: given = {},
  onSubscriptionBroken = () => undefined,
  ...options
}: EventstoredbEventStoreOptions): Promise<EventStore> => {
  const pauses = { ...usualPauses, ...given };
  const connection = connectionFrom(options.connectionString, options.credentials);
  const { credentials } = connection;
  // Two connections: the client drops its own with everything on it when a subscription breaks, and
  // that must not leave appends in doubt.
  const writer = new GuardedClient(connection, deadlineMillis);
  const reader = new GuardedClient(connection, deadlineMillis);
  const letGoOfClients = () => Promise.all([writer.letGo(), reader.letGo()]);
  const { append, finished } = appending({
    client: writer,
    credentials,
    deadlineMillis,
    pauses: pauses.append,
    ...{ appendsInFlightMax, appendsMax, charactersMax },
  });
  try {
    await checkServer({ connection, writer, reader, append, openingMillis });
  } catch (error) {
    await letGoOfClients();
    throw error;
  }
  const closing = new AbortController();
  const patience = { silenceMillis: deadlineMillis, pauses: pauses.read, closing: closing.signal };
  const letGo = async () => {
    await finished();
    closing.abort();
    await letGoOfClients();
  };
  let closed: Promise<void> | undefined;

  return {
    shared: true,
    append,
    ...reading({ client: reader, credentials, ...patience }),
    subscribeAll: (asked) =>
      following(
        { client: reader, credentials, pauses: pauses.subscribe, onBroken: onSubscriptionBroken },
        { ...asked, signal: AbortSignal.any([asked.signal, closing.signal]) },
      ),
    comparePositions,
    parsePosition,
    close: () => {
      closed ??= letGo();
      return closed;
    },
  };
};
