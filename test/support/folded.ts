import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { storedViews } from '../../src/views/stored-views.ts';
import { ViewFolder } from '../../src/views/view-folder.ts';
import { ledgerWorld, peopled } from './ledger-world.ts';

/** A peopled ledger in memory, and what the views say once they have folded it. */
export const foldedWorld = async () => {
  const store = memoryEventStore();
  const world = ledgerWorld(store);
  await peopled(world, { doctors: 2, payers: 2 });
  const file = sqliteViewStore({ file: ':memory:' });
  const folder = new ViewFolder(store, file);
  const read = storedViews(file);
  return {
    world,
    views: async () => {
      await folder.catchUp();
      return read;
    },
    close: () => file.close(),
  };
};
