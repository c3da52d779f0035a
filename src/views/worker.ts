import { setImmediate } from 'node:timers/promises';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { comparePositions } from '../../adapters/sequence-position.ts';
import { sqliteLogReader } from '../../adapters/sqlite/log-reader.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { ViewFolder } from './view-folder.ts';
import type { FromViews, ToViews, ViewsWorkerSettings } from './worker-messages.ts';

/** The thread of the views: reads the log's file, folds, saves, and says how far it is. */
const run = (port: MessagePort, { logFile, viewsFile }: ViewsWorkerSettings): void => {
  const log = sqliteLogReader(logFile);
  const store = sqliteViewStore({ file: viewsFile });
  const folder = new ViewFolder({ readAll: log.readAll, comparePositions }, store);
  const say = (message: FromViews): void => port.postMessage(message);
  let state: 'idle' | 'working' | 'stopped' | 'ending' = 'idle';
  const end = (): void => {
    store.close();
    log.close();
    port.close();
  };
  const work = async (): Promise<void> => {
    state = 'working';
    try {
      say({ kind: 'saved', reached: folder.reached() });
      while (await folder.step()) {
        say({ kind: 'saved', reached: folder.reached() });
        // Lets a request to end come in between the pages of a long catch-up.
        await setImmediate();
        if (isEnding()) return end();
      }
      state = 'idle';
      say({ kind: 'saved', reached: folder.reached() });
      say({ kind: 'idle' });
    } catch (error) {
      state = 'stopped';
      say({ kind: 'stopped', message: error instanceof Error ? error.message : String(error) });
    }
  };
  const isEnding = (): boolean => state === 'ending';
  port.on('message', (message: ToViews) => {
    if (message === 'end') {
      const wasWorking = state === 'working';
      state = 'ending';
      if (!wasWorking) end();
    } else if (state === 'idle') void work();
  });
  void work();
};

if (parentPort === null) throw new Error('The views run in a thread of their own');
run(parentPort, workerData);
