import { join } from 'node:path';
import { eventstoredbEventStore } from '../adapters/eventstoredb/event-store.ts';
import { comparePositions } from '../adapters/sequence-position.ts';
import { sqliteEventStore } from '../adapters/sqlite/event-store.ts';
import { sqliteLogReader } from '../adapters/sqlite/log-reader.ts';
import type { EventStore } from '../domain/ports/event-store.ts';
import { type Settings, WrongSettings } from './settings.ts';

const embedded = 'sqlite:';

/** Whether a store's address names a server that other instances may write to as well. */
export const isShared = (address: string): boolean => address.startsWith('esdb');

const fileIn = (address: string): string => join(address.slice(embedded.length), 'log.db');

/** The log's file in the folder that LOTUS_STORE names. */
export const logFileOf = ({ LOTUS_STORE }: Pick<Settings, 'LOTUS_STORE'>): string => {
  if (!LOTUS_STORE.startsWith(embedded)) {
    throw new WrongSettings([
      'LOTUS_STORE: expected sqlite:FOLDER for a command that works on the files themselves',
    ]);
  }
  return fileIn(LOTUS_STORE);
};

export type LogForReading = Pick<EventStore, 'readAll' | 'readStream' | 'comparePositions'> & {
  readonly close: () => Promise<void>;
};

/** Opens a log beside whoever writes it: a composition point like `main.ts`. */
export const openLogForReading = async (
  settings: Pick<Settings, 'LOTUS_STORE'>,
): Promise<LogForReading> => {
  if (isShared(settings.LOTUS_STORE)) return openLogForWriting(settings);
  const reader = sqliteLogReader(logFileOf(settings));
  return {
    readAll: async (options) => reader.readAll(options),
    readStream: async (stream, options) => reader.readStream(stream, options),
    comparePositions,
    close: async () => reader.close(),
  };
};

/** Opens a log that only we write to, making it when it is not there. */
export const openLogForWriting = ({
  LOTUS_STORE,
}: Pick<Settings, 'LOTUS_STORE'>): Promise<EventStore> =>
  isShared(LOTUS_STORE)
    ? eventstoredbEventStore({ connectionString: LOTUS_STORE })
    : sqliteEventStore({ file: logFileOf({ LOTUS_STORE }) });
