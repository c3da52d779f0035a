import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { ViewReader } from '../../projections/view-store.ts';
import { positionWaiters } from './position-waiters.ts';
import { storedViews } from './stored-views.ts';
import type { Views } from './views.ts';
import type { FromViews, ToViews, ViewsWorkerSettings } from './worker-messages.ts';

export type WorkerViewsOptions = ViewsWorkerSettings & {
  readonly comparePositions: EventStore['comparePositions'];
  /** Rings whenever the log has grown; returns how to stop that. */
  readonly onCommitted: (heard: () => void) => () => void;
  /** Opens the views' file for reading, once the thread has made it. */
  readonly openForReading: () => ViewReader & { readonly close: () => void };
  /** Told when a fact cannot be folded: the views stand still from then on, and health says so. */
  readonly onStopped: (message: string) => void;
};

/** How long commits gather while they follow one another, ms: a part of the views' lag, which is to stay below 200. */
const gatherMs = 90;

/** Views kept up to date by a thread of their own, and read here through a connection of our own. */
export const workerViews = async (options: WorkerViewsOptions): Promise<Views> => {
  const { logFile, viewsFile, comparePositions, onCommitted, openForReading, onStopped } = options;
  const waiters = positionWaiters(comparePositions);
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { logFile, viewsFile } satisfies ViewsWorkerSettings,
    name: 'views',
  });
  const exited = new Promise<void>((resolve) => void worker.once('exit', () => resolve()));
  const errand = grewErrand((message) => worker.postMessage(message), waiters.isAnyoneWaiting);
  worker.on('message', (message: FromViews) => {
    if (message.kind === 'stopped') onStopped(message.message);
    else if (message.kind === 'idle') errand.isIdle();
    else waiters.moved(message.reached);
  });
  // Rejects when the thread cannot open its files.
  await once(worker, 'message');
  worker.on('error', (error) => onStopped(`The views' thread has failed: ${error}`));
  const stopHearing = onCommitted(errand.grew);
  // The log may have grown between the thread's first look and our hearing of it.
  errand.grew();
  const store = openForReading();
  return {
    ...storedViews(store),
    position: waiters.position,
    rebuilding: waiters.rebuilding,
    caughtUpTo: (position, patienceMs, view) => {
      const reached = waiters.caughtUpTo(position, patienceMs, view);
      errand.hurry();
      return reached;
    },
    close: async () => {
      stopHearing();
      errand.stop();
      worker.postMessage('end' satisfies ToViews);
      await exited;
      waiters.close();
      store.close();
    },
  };
};

/**
 * Tells the thread that the log grew, once for all that happens while it works. While commits follow
 * one another it is let gather some of them first, unless somebody waits: a row that changes with
 * each of them is then saved once, and the thread leaves the processor to those who write.
 */
const grewErrand = (send: (message: ToViews) => void, isAwaited: () => boolean) => {
  let idle = false;
  let grew = false;
  let lastTold = 0;
  let later: NodeJS.Timeout | undefined;
  const tell = (): void => {
    clearTimeout(later);
    later = undefined;
    if (!idle || !grew) return;
    idle = false;
    grew = false;
    lastTold = performance.now();
    send('grew');
  };
  const tellSoon = (): void => {
    if (!idle || !grew || later !== undefined) return;
    const wait = lastTold + gatherMs - performance.now();
    if (wait <= 0 || isAwaited()) tell();
    else later = setTimeout(tell, wait);
  };
  return {
    grew: (): void => {
      grew = true;
      tellSoon();
    },
    isIdle: (): void => {
      idle = true;
      tellSoon();
    },
    /** Somebody waits from now on. */
    hurry: tell,
    stop: (): void => clearTimeout(later),
  };
};
