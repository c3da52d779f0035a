import { eventstoredbEventStore } from '../../adapters/eventstoredb/event-store.ts';
import { sqliteEventStore } from '../../adapters/sqlite/event-store.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { copyLog } from '../../src/copy-log.ts';

// A copy in a process of its own, to be killed: `copy-process.ts FROM TO`, a line of progress each.
const open = (where: string): Promise<EventStore> =>
  where.startsWith('esdb')
    ? eventstoredbEventStore({ connectionString: where })
    : sqliteEventStore({ file: where });

const [from, to] = await Promise.all(process.argv.slice(2, 4).map(open));
if (from === undefined || to === undefined) throw new Error('Expected FROM and TO.');
const onProgress = ({ facts }: { readonly facts: number }) => process.stdout.write(`${facts}\n`);
await copyLog({ from, to, onProgress });
process.stdout.write('done\n');
await Promise.all([from.close(), to.close()]);
