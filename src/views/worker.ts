import { parentPort, workerData } from 'node:worker_threads';
import { comparePositions } from '../../adapters/sequence-position.ts';
import { sqliteLogReader } from '../../adapters/sqlite/log-reader.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { ViewFolder } from './view-folder.ts';
import type { FromViews, ToViews, ViewsWorkerSettings } from './worker-messages.ts';

/** The thread of the views: reads the log's file, folds, saves, and says how far it is. */
const run = (
  port: NonNullable<typeof parentPort>,
  { logFile, viewsFile }: ViewsWorkerSettings,
): void => {
  const log = sqliteLogReader(logFile);
  const store = sqliteViewStore({ file: viewsFile });
  const folder = new ViewFolder({ readAll: log.readAll, comparePositions }, store);
  const say = (message: FromViews): void => port.postMessage(message);
  let working = false;
  let grew = false;
  const work = async (): Promise<void> => {
    working = true;
    try {
      do {
        grew = false;
        while (await folder.step()) {
          say({ kind: 'saved', position: folder.position() });
          // Lets a request to end come in between pages of a long catch-up.
          await new Promise(setImmediate);
        }
      } while (grew);
      say({ kind: 'saved', position: folder.position() });
      say({ kind: 'idle' });
    } catch (error) {
      say({ kind: 'stopped', message: error instanceof Error ? error.message : String(error) });
      return;
    }
    working = false;
  };
  port.on('message', (message: ToViews) => {
    if (message === 'end') {
      store.close();
      log.close();
      process.exit(0);
    }
    grew = true;
    if (!working) void work();
  });
  void work();
};

if (parentPort === null) throw new Error('The views run in a thread of their own');
run(parentPort, workerData);
