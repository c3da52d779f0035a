import t from 'tap';
import { memoryEventStore } from '../../../adapters/memory/event-store.ts';
import { eventStoreContract } from '../../contracts/event-store.ts';

await eventStoreContract(t, async () => memoryEventStore());
