import { MaxAppendSizeExceededError } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import t from 'tap';
import { faultOf } from '../../../adapters/eventstoredb/append-fault.ts';
import { type AppendFault, classOfFault } from '../../../domain/ports/event-store.ts';
import {
  appended,
  fault,
  freshStream,
  idsOf,
  newFacts,
} from '../../contracts/event-store-words.ts';
import { appendSurely } from '../../support/append-surely.ts';
import { eventLog } from '../../support/esdb-server/event-log.ts';
import type { AppendTrouble } from '../../support/esdb-server/faults.ts';
import type { EsdbServer } from '../../support/esdb-server/server.ts';
import { needsFaults, serverFor, storeOn } from '../../support/esdb-under-test.ts';
import { eventually } from '../../support/eventually.ts';

/** Makes this trouble for the next so many appends. */
const trouble = ({ faults }: EsdbServer, what: AppendTrouble, times = 1): void => {
  let left = times;
  faults.append = () => {
    left -= 1;
    return left < 0 ? undefined : what;
  };
};

const error = (kind: 'error-before-write' | 'error-after-write', code: status, details = 'oh') =>
  ({ kind, code, details }) as const;

t.test('what may have happened is said so, and asking again tells', needsFaults, async (t) => {
  const server = await serverFor(t);
  const store = await storeOn(t, server, { deadlineMillis: 200 });
  const troubles: readonly AppendTrouble[] = [
    { kind: 'lost-reply' },
    { kind: 'empty-reply' },
    { kind: 'slow', millis: 600 },
    error('error-after-write', status.ABORTED, 'Operation timed out'),
    error('error-before-write', status.ABORTED, 'Operation timed out'),
    error('error-after-write', status.UNKNOWN),
    error('error-after-write', status.INTERNAL),
    error('error-before-write', status.CANCELLED),
    error('error-after-write', status.UNAVAILABLE, 'Connection dropped'),
    error('error-after-write', status.RESOURCE_EXHAUSTED),
  ];
  for (const what of troubles) {
    const name = 'code' in what ? `${what.kind} ${status[what.code]}` : what.kind;
    const stream = freshStream();
    const [opening, facts] = [newFacts(1), newFacts(2)];
    await appendSurely(store, stream, 'no-stream', opening);
    trouble(server, what);
    const unknown = fault(await store.append(stream, 0, facts));
    t.equal(classOfFault(unknown), 'may-have-happened', name);
    const outcome = await appendSurely(store, stream, 0, facts);
    t.match(outcome, { firstRevision: 1, lastRevision: 2 }, name);
    const stored = await store.readStream(stream, { max: 10 });
    t.strictSame(idsOf(stored.facts), idsOf([...opening, ...facts]), `${name}: stored once`);
  }
});

t.test('what was not done is tried again within bounds, then said so', needsFaults, async (t) => {
  const server = await serverFor(t);
  const store = await storeOn(t, server);
  const troubles: readonly AppendTrouble[] = [
    { kind: 'not-leader' },
    error('error-before-write', status.UNAVAILABLE, 'Server Is Too Busy'),
    error('error-before-write', status.UNAVAILABLE, 'Server Is Not Ready'),
    error('error-before-write', status.UNIMPLEMENTED),
  ];
  for (const what of troubles) {
    const stream = freshStream();
    trouble(server, what, 2);
    t.equal(appended(await store.append(stream, 'no-stream', newFacts(1))).lastRevision, 0);
    trouble(server, what, 3);
    t.equal(fault(await store.append(stream, 0, newFacts(1))).code, 'unavailable');
    t.equal((await store.readStream(stream, { max: 10 })).facts.length, 1);
  }
});

t.test('what is refused is refused once and for all', needsFaults, async (t) => {
  const server = await serverFor(t);
  const store = await storeOn(t, server);
  const cases: readonly (readonly [AppendTrouble, AppendFault['code']])[] = [
    [error('error-before-write', status.INVALID_ARGUMENT), 'invalid-fact'],
    [error('error-before-write', status.PERMISSION_DENIED), 'access-denied'],
    [error('error-before-write', status.UNAUTHENTICATED), 'access-denied'],
  ];
  for (const [what, code] of cases) {
    trouble(server, what);
    const refused = fault(await store.append(freshStream(), 'no-stream', newFacts(1)));
    t.equal(refused.code, code);
    t.equal(classOfFault(refused), 'refused');
  }
  const stream = freshStream();
  const smaller = new MaxAppendSizeExceededError(undefined, 1_000);
  const tooLarge = { code: 'too-large', bytes: 2_000, limit: 1_000 } as const;
  t.strictSame(faultOf(smaller, stream, 'any', 2_000), tooLarge, 'a server with less room');

  await store.append(stream, 'no-stream', newFacts(1));
  server.log.tombstone(stream);
  const deleted = { code: 'stream-deleted', stream } as const;
  t.strictSame(fault(await store.append(stream, 0, newFacts(1))), deleted);
  t.strictSame(await store.readStream(stream, { max: 1 }), { exists: true, facts: [] });

  const emptied = freshStream();
  await store.append(emptied, 'no-stream', newFacts(2));
  server.log.softDelete(emptied);
  t.strictSame(await store.readStream(emptied, { max: 1 }), { exists: false, facts: [] });
});

t.test('appends wait in bounds: in order within a stream, few at once', needsFaults, async (t) => {
  const server = await serverFor(t);
  const store = await storeOn(t, server, { appendsInFlightMax: 3, appendsMax: 10 });
  await eventually(() => server.openCalls() === 0, 'the opening checks are still there');
  let most = 0;
  server.faults.append = () => {
    most = Math.max(most, server.openCalls());
    return { kind: 'slow', millis: 20 };
  };
  const [one, other] = [freshStream(), freshStream()];
  const facts = newFacts(4);
  const accepted = [
    ...facts.map((fact, index) => store.append(one, index === 0 ? 'no-stream' : index - 1, [fact])),
    ...Array.from({ length: 6 }, () => store.append(freshStream(), 'no-stream', newFacts(1))),
  ];
  const beyond = newFacts(1);
  t.strictSame(fault(await store.append(other, 'no-stream', beyond)), { code: 'overloaded' });
  for (const outcome of await Promise.all(accepted)) appended(outcome);
  t.ok(most <= 3, 'no more than allowed were on their way');
  t.strictSame(idsOf((await store.readStream(one, { max: 9 })).facts), idsOf(facts));
  t.notOk((await store.readStream(other, { max: 1 })).exists, 'overloaded: nothing was done');
  t.equal(appended(await store.append(other, 'no-stream', beyond)).lastRevision, 0);

  const large = { ...newFacts(1)[0]!, data: JSON.stringify('x'.repeat(300)) };
  const small = await storeOn(t, server, { charactersMax: 500 });
  const [first, second] = [large, large].map((fact) => small.append(freshStream(), 'any', [fact]));
  t.equal(fault(await second!).code, 'overloaded', 'bytes are bounded, too');
  appended(await first!);
});

t.test('a server that dies is told apart from one that was never there', needsFaults, async (t) => {
  const server = await serverFor(t);
  const store = await storeOn(t, server);
  for (const kind of ['death-after-write', 'death-before-write'] as const) {
    const stream = freshStream();
    const facts = newFacts(2);
    trouble(server, { kind });
    t.equal(fault(await store.append(stream, 'no-stream', facts)).code, 'indeterminate', kind);
    const dead = fault(await store.append(freshStream(), 'no-stream', newFacts(1)));
    t.equal(dead.code, 'unavailable', 'nobody there: nothing was done');
    await server.restart();
    const outcome = appended(await store.append(stream, 'no-stream', facts));
    t.match(outcome, { firstRevision: 0, lastRevision: 1 }, kind);
    t.equal((await store.readStream(stream, { max: 9 })).facts.length, 2);
  }
});

t.test(
  'a hundred appends in flight when the server dies all get an answer',
  needsFaults,
  async (t) => {
    const server = await serverFor(t);
    const store = await storeOn(t, server);
    let seen = 0;
    server.faults.append = () => {
      seen += 1;
      return seen === 30 ? { kind: 'death-after-write' } : { kind: 'slow', millis: 5 };
    };
    const asked = Array.from({ length: 100 }, () => ({
      stream: freshStream(),
      facts: newFacts(3),
    }));
    const ask = ({ stream, facts }: (typeof asked)[number]) =>
      store.append(stream, 'no-stream', facts);
    const outcomes = await Promise.all(asked.map(ask));
    t.ok(outcomes.some(({ ok }) => !ok));
    await server.restart();
    server.faults.append = () => undefined;
    for (const outcome of await Promise.all(asked.map(ask)))
      t.match(appended(outcome), { firstRevision: 0, lastRevision: 2 });
    t.equal(server.log.all.filter(({ stream }) => !stream.startsWith('$')).length, 300);
  },
);

t.test('when another node leads, appends and reads go there', needsFaults, async (t) => {
  const log = eventLog();
  const nodes: EsdbServer[] = [];
  let leading = 0;
  const addressOf = (index: number) => ({ host: '127.0.0.1', port: nodes[index]?.port ?? 0 });
  for (const own of [0, 1])
    nodes.push(
      await serverFor(t, {
        log,
        leader: () => (leading === own ? undefined : addressOf(leading)),
        members: () =>
          [0, 1].map((index) => ({
            ...addressOf(index),
            isLeader: index === leading,
            isAlive: true,
          })),
      }),
    );
  const hosts = nodes.map(({ port }) => `127.0.0.1:${port}`).join(',');
  const store = await storeOn(t, { connectionString: `esdb://${hosts}?tls=false` });
  const stream = freshStream();
  for (const leader of [0, 1, 0]) {
    leading = leader;
    appended(await store.append(stream, 'any', newFacts(1)));
    leading = 1 - leader;
    t.ok((await store.readStream(stream, { max: 5 })).facts.length > 0);
  }
  leading = 0;
  nodes[1]!.kill();
  appended(await store.append(stream, 'any', newFacts(1)));
  t.equal((await store.readStream(stream, { max: 9 })).facts.length, 4);

  nodes[0]!.kill();
  const all = Array.from({ length: 20 }, () => store.append(freshStream(), 'any', newFacts(1)));
  for (const outcome of await Promise.all(all)) t.notOk(outcome.ok, 'no node is left');
  await nodes[1]!.restart();
  leading = 1;
  await eventually(async () => (await store.append(stream, 'any', newFacts(1))).ok, 'no append');
});
