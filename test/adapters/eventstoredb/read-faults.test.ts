import { status } from '@grpc/grpc-js';
import t from 'tap';
import type { EventStore, StoredFact } from '../../../domain/ports/event-store.ts';
import {
  ascending,
  factsIn,
  freshStream,
  idsOf,
  itemsUntil,
  newFacts,
  positionsOf,
  within,
} from '../../contracts/event-store-words.ts';
import { appendSurely } from '../../support/append-surely.ts';
import type { ReadTrouble } from '../../support/esdb-server/faults.ts';
import type { EsdbServer } from '../../support/esdb-server/server.ts';
import { needsFaults, serverFor, storeOn } from '../../support/esdb-under-test.ts';
import { eventually } from '../../support/eventually.ts';

const troubles: readonly ReadTrouble[] = [
  { kind: 'not-leader' },
  { kind: 'silence', after: 3 },
  { kind: 'error', after: 0, code: status.UNAVAILABLE, details: 'Server Is Not Ready' },
  { kind: 'error', after: 5, code: status.UNAVAILABLE, details: 'Connection dropped' },
  { kind: 'error', after: 7, code: status.UNKNOWN, details: 'oh' },
  { kind: 'error', after: 2, code: status.CANCELLED, details: 'the server stops' },
];

/** Makes this trouble for the next so many reads. */
const trouble = ({ faults }: EsdbServer, what: ReadTrouble, times = 1): void => {
  let left = times;
  faults.read = () => {
    left -= 1;
    return left < 0 ? undefined : what;
  };
};

t.test('a read that breaks is begun again and gives each fact once', needsFaults, async (t) => {
  const server = await serverFor(t);
  const store = await storeOn(t, server, { deadlineMillis: 200 });
  const stream = freshStream();
  await store.append(stream, 'no-stream', newFacts(10));
  const revisions = (facts: readonly StoredFact[]) => facts.map(({ revision }) => revision);
  const expected = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  for (const what of troubles) {
    trouble(server, what);
    t.strictSame(revisions((await store.readStream(stream, { max: 100 })).facts), expected);
    trouble(server, what);
    const { facts, atEnd } = await store.readAll({ max: 100, streamPrefixes: [stream] });
    t.strictSame([revisions(facts), atEnd], [expected, true]);
    trouble(server, what);
    t.equal(await store.head(), facts.at(-1)?.position);
  }
});

t.test('a read that keeps failing is an error, in bounded time', needsFaults, async (t) => {
  const server = await serverFor(t);
  const store = await storeOn(t, server, { deadlineMillis: 30 });
  const stream = freshStream();
  await store.append(stream, 'no-stream', newFacts(3));
  const denied = {
    kind: 'error',
    after: 0,
    code: status.PERMISSION_DENIED,
    details: 'no',
  } as const;
  trouble(server, denied);
  const refused = { message: /^The event store cannot be read: / };
  await t.rejects(store.readStream(stream, { max: 1 }), refused, 'a refusal is not tried again');
  trouble(server, denied);
  await t.rejects(store.readAll({ max: 1 }), refused);
  trouble(server, denied);
  await t.rejects(store.head(), refused);
  server.faults.read = () => ({ kind: 'silence', after: 0 });
  await t.rejects(within(store.readAll({ max: 1 })), refused);
});

const follow = (store: EventStore, streamPrefixes: readonly string[], signal: AbortSignal) =>
  store.subscribeAll({ streamPrefixes, signal })[Symbol.asyncIterator]();

t.test('a subscription that breaks goes on after the last thing heard', needsFaults, async (t) => {
  const server = await serverFor(t);
  const broken: number[] = [];
  const onSubscriptionBroken = (_: string, times: number) => broken.push(times);
  const store = await storeOn(t, server, { onSubscriptionBroken });
  const stream = freshStream();
  const facts = newFacts(60);
  for (const [index, fact] of facts.entries())
    await store.append(stream, index === 0 ? 'no-stream' : index - 1, [fact]);

  let subscriptions = 0;
  server.faults.read = () => {
    const what = troubles[subscriptions];
    subscriptions += 1;
    return what?.kind === 'silence' ? undefined : what;
  };
  // Silence is no trouble for a subscription: it is what a quiet log sounds like.
  const breaks = troubles.findIndex(({ kind }) => kind === 'silence');
  const control = new AbortController();
  const feed = follow(store, [stream], control.signal);
  const items = await itemsUntil(feed, (_, items) => factsIn(items).length === 60);
  t.strictSame(idsOf(factsIn(items)), idsOf(facts));
  t.equal(subscriptions, breaks + 1);
  t.equal(broken.length, breaks);
  control.abort();
  await feed.return?.();
});

t.test(
  'over any number of breaks nothing is lost, doubled or out of order',
  needsFaults,
  async (t) => {
    const server = await serverFor(t);
    const store = await storeOn(t, server);
    const kind = freshStream();
    let subscriptions = 0;
    server.faults.read = (of) => {
      if (of !== 'subscription') return undefined;
      subscriptions += 1;
      const after = subscriptions % 9;
      return { kind: 'error', after, code: status.UNAVAILABLE, details: 'Connection dropped' };
    };
    const control = new AbortController();
    const feed = follow(store, [`${kind}-a`, `${kind}-b`], control.signal);
    const heard = itemsUntil(feed, (_, items) => factsIn(items).length === 120);
    for (let round = 0; round < 20; round += 1)
      // A broken subscription takes the connection with it, and so the appends on their way.
      for (const name of ['a', 'b', 'other'])
        await appendSurely(
          store,
          `${kind}-${name}`,
          round === 0 ? 'no-stream' : round * 3 - 1,
          newFacts(3),
        );
    const facts = factsIn(await heard);
    t.ok(subscriptions > 10);
    t.ok(ascending(store, positionsOf(facts)));
    const { facts: stored } = await store.readAll({ max: 10_000, streamPrefixes: [`${kind}-`] });
    t.strictSame(
      facts,
      stored.filter(({ stream }) => !stream.endsWith('other')),
    );
    control.abort();
    await feed.return?.();
  },
);

t.test(
  'a subscription outlives the server and one that is asleep hears of it',
  needsFaults,
  async (t) => {
    const server = await serverFor(t);
    const store = await storeOn(t, server);
    const stream = freshStream();
    await store.append(stream, 'no-stream', newFacts(2));
    const control = new AbortController();
    const feed = follow(store, [stream], control.signal);
    await itemsUntil(feed, ({ kind }) => kind === 'caught-up');
    for (const expected of [1, 2, 3]) {
      const next = itemsUntil(feed, (_, items) => factsIn(items).length === 1);
      server.kill();
      await server.restart();
      const fact = newFacts(1);
      await eventually(async () => (await store.append(stream, expected, fact)).ok, 'no append');
      t.strictSame(idsOf(factsIn(await next)), idsOf(fact));
      await itemsUntil(feed, ({ kind }) => kind === 'caught-up');
    }
    control.abort();
    t.match(await within(feed.next()), { done: true });
  },
);

t.test('a subscription that breaks leaves appends alone', needsFaults, async (t) => {
  const server = await serverFor(t);
  const store = await storeOn(t, server);
  let breaks = 0;
  server.faults.append = () => ({ kind: 'slow', millis: 10 });
  server.faults.read = () => {
    breaks += 1;
    return { kind: 'error', after: 2, code: status.UNAVAILABLE, details: 'Connection dropped' };
  };
  const feed = follow(store, [''], AbortSignal.timeout(10_000));
  const heard = itemsUntil(feed, (_, items) => factsIn(items).length === 20);
  for (let count = 0; count < 20; count += 1)
    t.ok((await store.append(freshStream(), 'no-stream', newFacts(1))).ok);
  await heard;
  t.ok(breaks > 5);
  await feed.return?.();
});

t.test('who may not subscribe is told, and not kept waiting', needsFaults, async (t) => {
  const server = await serverFor(t);
  const store = await storeOn(t, server);
  const code = status.PERMISSION_DENIED;
  server.faults.read = () => ({ kind: 'error', after: 0, code, details: 'no' });
  const feed = follow(store, [''], AbortSignal.timeout(10_000));
  await t.rejects(within(feed.next()));
});

t.test('reads that were left early are not waited for when closing', needsFaults, async (t) => {
  const store = await storeOn(t, await serverFor(t));
  const stream = freshStream();
  await store.append(stream, 'no-stream', newFacts(40));
  for (const max of [1, 2, 5, 20, 39]) {
    t.notOk((await store.readAll({ max, streamPrefixes: [stream] })).atEnd);
    await store.head();
  }
  const start = performance.now();
  await store.close();
  t.ok(performance.now() - start < 1_000);
});

t.test('closing in the middle of everything leaves nothing behind', needsFaults, async (t) => {
  const server = await serverFor(t);
  const store = await storeOn(t, server);
  const stream = freshStream();
  await store.append(stream, 'no-stream', newFacts(300));
  const never = new AbortController().signal;
  const feeds = [1, 2, 3].map(() => follow(store, [''], never));
  for (const feed of feeds) await feed.next();
  const sleeper = follow(store, ['nobody'], never).next();
  server.kill();
  await within(store.close());
  t.match(await within(sleeper), { done: true });
  for (const feed of feeds) t.match(await within(feed.next()), { done: true });
  await t.rejects(within(store.readAll({ max: 1 })));
});
