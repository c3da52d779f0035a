import t from 'tap';
import { eventstoredbEventStore } from '../../../adapters/eventstoredb/event-store.ts';
import { eventStoreContract } from '../../contracts/event-store.ts';
import {
  factsAfter,
  factsIn,
  freshStream,
  idsOf,
  itemsUntil,
  newFacts,
} from '../../contracts/event-store-words.ts';
import { eventLog } from '../../support/esdb-server/event-log.ts';
import { needsFaults, realNode, serverFor, storeOn } from '../../support/esdb-under-test.ts';

t.test('the EventStoreDB event store', async (t) => {
  const connectionString = realNode ?? (await serverFor(t)).connectionString;
  await eventStoreContract(t, () => eventstoredbEventStore({ connectionString }));
});

t.test('facts that share a commit are told apart by their prepare', needsFaults, async (t) => {
  const store = await storeOn(t, await serverFor(t, { log: eventLog({ sharedCommits: true }) }));
  const stream = freshStream();
  for (let round = 0; round < 3; round += 1) await store.append(stream, 'any', newFacts(4));
  const all = await factsAfter(store, undefined, stream, 1);
  t.equal(all.length, 12);
  t.equal(new Set(all.map(({ position }) => position.split(':')[0])).size, 3);
  for (const [index, { position }] of all.entries()) {
    const rest = idsOf(all.slice(index + 1));
    t.strictSame(idsOf(await factsAfter(store, position, stream, 3)), rest);
    const signal = AbortSignal.timeout(10_000);
    const feed = store.subscribeAll({ after: position, signal })[Symbol.asyncIterator]();
    const items = await itemsUntil(feed, ({ kind }) => kind === 'caught-up');
    t.strictSame(idsOf(factsIn(items)), rest);
    await feed.return?.();
  }
});

t.test('what the server keeps for itself is no fact', needsFaults, async (t) => {
  const server = await serverFor(t);
  const store = await storeOn(t, server);
  t.equal(await store.head(), undefined, 'a new database is an empty log');
  const { readTo, ...page } = await store.readAll({ max: 100 });
  t.strictSame(page, { facts: [], atEnd: true });
  t.ok(readTo !== undefined, 'although there is something to read past');

  const stream = freshStream();
  const [fact] = newFacts(1);
  const appended = await store.append(stream, 'no-stream', fact ? [fact] : []);
  const head = appended.ok ? appended.value.position : undefined;
  const statistics = { isJson: true, data: Buffer.from('{}'), metadata: Buffer.from('') };
  for (let at = 100; at < 700; at += 1) {
    const id = `00000000-0000-4000-8000-000000000${at}`;
    const events = [{ ...statistics, id, type: '$statsCollected' }];
    server.log.append({ stream: '$stats-here', expected: 'any', events });
    if (at % 200 === 0) t.equal(await store.head(), head);
  }
  t.equal(await store.head(), head, 'statistics do not move the head');
  const fresh = await storeOn(t, server);
  t.equal(await fresh.head(), head, 'found behind any number of them');
});
