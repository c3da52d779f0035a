import { join } from 'node:path';
import t from 'tap';
import { sqliteEventStore } from '../../../adapters/sqlite/event-store.ts';
import { eventStoreContract } from '../../contracts/event-store.ts';

await eventStoreContract(t, (t) =>
  sqliteEventStore({ file: join(t.testdir(), 'log', 'events.sqlite') }),
);
