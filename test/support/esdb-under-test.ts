import { setImmediate } from 'node:timers/promises';
import type { Test } from 'tap';
import { eventstoredbEventStore } from '../../adapters/eventstoredb/event-store.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { type EsdbServer, type EsdbServerOptions, esdbServer } from './esdb-server/server.ts';
import { eventually } from './eventually.ts';

/** A real node or cluster to test against, if one is named: then there are no faults to order. */
export const realNode = process.env.LOTUS_TEST_ESDB;

export const needsFaults =
  realNode === undefined
    ? {}
    : { skip: 'LOTUS_TEST_ESDB names a real node, which cannot be told to fail' };

const rejections: unknown[] = [];
process.on('unhandledRejection', (reason) => rejections.push(reason));
// For one that comes after the last test has ended.
process.on('exit', () => {
  if (rejections.length > 0) process.exitCode = 1;
});

/**
 * A server for this test. In the end nobody may have left a call open on it, taken the unsafe append
 * path, or left a rejection unhandled.
 */
export const serverFor = async (t: Test, options: EsdbServerOptions = {}): Promise<EsdbServer> => {
  const server = await esdbServer(options);
  t.teardown(async () => {
    try {
      await eventually(() => server.openCalls() === 0, 'calls were left open on the server');
      // Rejections are found unhandled only at the end of a turn.
      await setImmediate();
      if (server.batchAppends() > 0) throw new Error('Someone appended by the batch path.');
      if (rejections.length > 0)
        throw new Error('A rejection was not handled.', { cause: rejections[0] });
    } finally {
      server.kill();
    }
  });
  return server;
};

/** The adapter on this server, closed with the test. Pauses are short: tests wait for them. */
export const storeOn = async (
  t: Test,
  { connectionString }: Pick<EsdbServer, 'connectionString'>,
  options: Partial<Parameters<typeof eventstoredbEventStore>[0]> = {},
): Promise<EventStore> => {
  const store = await eventstoredbEventStore({
    connectionString,
    deadlineMillis: 2_000,
    pauses: { append: [5, 20], read: [5, 20, 100], subscribe: [5, 20] },
    ...options,
  });
  t.teardown(() => store.close());
  return store;
};
