import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventstoredbEventStore } from '../adapters/eventstoredb/event-store.ts';
import { memoryEventStore } from '../adapters/memory/event-store.ts';
import { sqliteEventStore } from '../adapters/sqlite/event-store.ts';
import { sqliteViewStore } from '../adapters/sqlite/view-store.ts';
import type { EventStore } from '../domain/ports/event-store.ts';
import type { CompleteSettings } from './complete-settings.ts';
import { isShared, logFileOf } from './open-log.ts';
import { inProcessViews } from './views/in-process-views.ts';
import type { Views } from './views/views.ts';
import { forgetForeignViews } from './views/views-origin.ts';
import { workerViews } from './views/worker-views.ts';

type Opened = { readonly store: EventStore; readonly views: Views };

/** Opens the log the settings name, and its views: in a thread of their own where files lie beside us. */
export const openLogWithViews = async (
  settings: CompleteSettings,
  onStopped: (error: unknown) => void,
): Promise<Opened> => {
  const { LOTUS_STORE, LOTUS_DATA } = settings;
  if (LOTUS_STORE === 'memory:') {
    const store = memoryEventStore();
    return {
      store,
      views: await inProcessViews({
        store,
        viewStore: sqliteViewStore({ file: ':memory:' }),
        onStopped,
      }),
    };
  }
  const viewsFile = join(LOTUS_DATA, 'views.db');
  mkdirSync(LOTUS_DATA, { recursive: true });
  if (isShared(LOTUS_STORE)) {
    const store = await eventstoredbEventStore({ connectionString: LOTUS_STORE });
    await forgetForeignViews(store, 'esdb', viewsFile);
    return {
      store,
      views: await inProcessViews({
        store,
        viewStore: sqliteViewStore({ file: viewsFile }),
        onStopped,
      }),
    };
  }
  const logFile = logFileOf(settings);
  const store = await sqliteEventStore({ file: logFile });
  await forgetForeignViews(store, 'sqlite', viewsFile);
  const views = await workerViews({
    logFile,
    viewsFile,
    comparePositions: store.comparePositions,
    onCommitted: store.onCommitted,
    openForReading: () => sqliteViewStore({ file: viewsFile, readOnly: true }),
    onStopped,
  });
  return { store, views };
};
