import type { LoggedEvent } from './event-log.ts';

// The real window is 8 MiB of ids and is gone after a restart.
const idsMax = 50_000;

/**
 * The server's memory of ids for appends that expect nothing exact: one entry an id, so an id used
 * in two streams is forgotten for the first.
 */
export const recentIds = () => {
  const recent = new Map<string, LoggedEvent>();
  return {
    remember: (event: LoggedEvent): void => {
      recent.delete(event.id);
      recent.set(event.id, event);
      const [oldest] = recent.keys();
      if (recent.size > idsMax && oldest !== undefined) recent.delete(oldest);
    },
    find: (stream: string, id: string): LoggedEvent | undefined => {
      const found = recent.get(id);
      return found?.stream === stream ? found : undefined;
    },
  };
};
