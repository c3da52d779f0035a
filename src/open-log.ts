import { join } from 'node:path';
import { sqliteLogReader } from '../adapters/sqlite/log-reader.ts';
import type { EventStore } from '../domain/ports/event-store.ts';
import { type Settings, WrongSettings } from './settings.ts';

/** The log's file in the folder that LOTUS_STORE names. */
export const logFileOf = ({ LOTUS_STORE }: Settings): string => {
  if (!LOTUS_STORE.startsWith('sqlite:')) {
    throw new WrongSettings([
      'LOTUS_STORE: expected sqlite:FOLDER for a command that reads the files themselves',
    ]);
  }
  return join(LOTUS_STORE.slice('sqlite:'.length), 'log.db');
};

export type LogForReading = Pick<EventStore, 'readAll' | 'readStream'> & {
  readonly close: () => void;
};

/** Opens the embedded log beside whoever writes it: a composition point like `main.ts`. */
export const openLogForReading = (settings: Settings): LogForReading => {
  const reader = sqliteLogReader(logFileOf(settings));
  return {
    readAll: async (options) => reader.readAll(options),
    readStream: async (stream, options) => reader.readStream(stream, options),
    close: reader.close,
  };
};
