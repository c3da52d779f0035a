import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { EventStore, Position } from '../../domain/ports/event-store.ts';
import type { ViewStore } from '../../projections/view-store.ts';
import { positionWaiters } from './position-waiters.ts';
import { storedViews } from './stored-views.ts';
import type { Views } from './views.ts';
import type { FromViews, ToViews, ViewsWorkerSettings } from './worker-messages.ts';

export type WorkerViewsOptions = ViewsWorkerSettings & {
  readonly comparePositions: EventStore['comparePositions'];
  /** Rings whenever the log has grown. */
  readonly onCommitted: (heard: () => void) => () => void;
  /** Opens the views' file for reading once the thread has made it. */
  readonly openForReading: () => ViewStore;
  readonly onStopped: (message: string) => void;
};

/** Views kept up to date by a thread of their own, and read here through a connection of our own. */
export const workerViews = async (options: WorkerViewsOptions): Promise<Views> => {
  const { logFile, viewsFile, comparePositions, onCommitted, openForReading, onStopped } = options;
  const waiters = positionWaiters(comparePositions);
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { logFile, viewsFile },
    name: 'views',
  });
  const send = (message: ToViews): void => worker.postMessage(message);
  // Told once while it works; what grew meanwhile it reads anyway.
  let told = true;
  let grew = false;
  const tell = (): void => {
    grew = true;
    if (told) return;
    told = true;
    grew = false;
    send('grew');
  };
  worker.on('message', (message: FromViews) => {
    if (message.kind === 'stopped') return onStopped(message.message);
    if (message.kind === 'saved') {
      if (message.position !== undefined) waiters.moved(message.position as Position);
      return;
    }
    told = false;
    if (grew) tell();
  });
  worker.on('error', (error) => onStopped(error instanceof Error ? error.message : String(error)));
  await once(worker, 'message');
  const stopHearing = onCommitted(tell);
  const store = openForReading();
  return {
    ...storedViews(store, waiters.position),
    position: waiters.position,
    caughtUpTo: waiters.caughtUpTo,
    close: async () => {
      stopHearing();
      const exited = once(worker, 'exit');
      send('end');
      await exited;
      waiters.close();
      store.close();
    },
  };
};
