import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { eventstoredbEventStore } from '../../../adapters/eventstoredb/event-store.ts';
import { appended, freshStream, newFacts } from '../../contracts/event-store-words.ts';
import { needsFaults, serverFor, storeOn } from '../../support/esdb-under-test.ts';

const tlsFile = (name: string) => join(import.meta.dirname, '../../vectors/tls', name);
const certificateFile = tlsFile('throw-away.crt');
const tls = {
  key: readFileSync(tlsFile('throw-away.key')),
  certificate: readFileSync(certificateFile),
};
const password = 'a-secret-that-no-message-repeats';

const messageOf = (connectionString: string, openingMillis = 5_000): Promise<string> =>
  eventstoredbEventStore({ connectionString, openingMillis }).then(
    async (store) => {
      await store.close();
      return 'It opened.';
    },
    (error: Error) => error.message,
  );

t.test('a connection string that cannot serve is refused, and never repeated', async (t) => {
  const reasons: readonly (readonly [string, RegExp])[] = [
    ['http://localhost:2113', /expected esdb:\/\/ or esdb\+discover:\/\//],
    ['esdb://', /expected esdb:\/\//],
    [`esdb://me:${password}@`, /expected host/],
    ['esdb://localhost:port?tls=false', /expected port number/],
    ['esdb://localhost:0?tls=false', /a port is 1 to 65535/],
    ['esdb://localhost:2113?tls=maybe', /expected true or false/],
    ['esdb://localhost:2113?tls=false&colour=red', /expected one of connectionName/],
    ['esdb://localhost:2113?tlsVerifyCert=false', /not supported; name a tlsCAFile/],
    ['esdb://localhost:2113?tls=false&nodePreference=follower', /leave nodePreference out/],
    ['esdb://localhost:2113?tls=false&throwOnAppendFailure=false', /hides refused appends/],
    ['esdb+discover://one:2113,two:2113?tls=false', /takes one name/],
    ['esdb://localhost:2113', /expected a name and password, or tls=false/],
    [`esdb://me:${password}@localhost:2113?tls=false`, /not sent without TLS/],
    [`esdb://me:${password}@localhost:2113?tlsCAFile=/nowhere`, /tlsCAFile cannot be read/],
  ];
  for (const [text, reason] of reasons) {
    const message = await messageOf(text);
    t.match(message, /^Cannot open the event store at /);
    t.match(message, reason);
    t.notOk(message.includes(password));
  }
});

t.test('TLS with a name and a password', needsFaults, async (t) => {
  const users = { clerk: password, reader: password };
  const server = await serverFor(t, { tls, users, readers: ['reader'] });
  const ca = `tlsCAFile=${encodeURIComponent(certificateFile)}`;
  const at = (who: string) => `esdb://${who}@localhost:${server.port}?${ca}`;

  const store = await storeOn(t, { connectionString: at(`clerk:${password}`) });
  const stream = freshStream();
  appended(await store.append(stream, 'no-stream', newFacts(2)));
  t.equal((await store.readStream(stream, { max: 9 })).facts.length, 2);
  const credentials = { username: 'clerk', password };
  const given = await storeOn(t, { connectionString: at('clerk:other') }, { credentials });
  t.ok(await given.head(), 'credentials beside the string come first');

  t.match(await messageOf(at('clerk:wrong')), /the name and password were refused/);
  t.match(await messageOf(at(`reader:${password}`)), /may not write/);
  t.match(
    await messageOf(`esdb://clerk:${password}@localhost:${server.port}`),
    /nobody answers over TLS .*certificate/,
    'a certificate nobody vouches for',
  );
  const bare = `esdb://127.0.0.1:${server.port}?tls=false`;
  t.match(await messageOf(bare), /nobody answers without TLS/);
  const plain = await serverFor(t);
  const secured = `esdb://clerk:${password}@localhost:${plain.port}?${ca}`;
  t.match(await messageOf(secured), /nobody answers over TLS/);
});

t.test('a server that is too old is named so', needsFaults, async (t) => {
  const ancient = await serverFor(t, { isOld: true });
  t.match(await messageOf(ancient.connectionString), /older than 23\.10: it does not tell/);
  const old = await serverFor(t, { version: '22.10.5.0' });
  t.match(await messageOf(old.connectionString), /older than 23\.10: it says 22\.10\.5\.0/);
  const young = await serverFor(t, { version: 'next' });
  t.equal(await messageOf(young.connectionString), 'It opened.');
});

t.test('a server that cannot be used yet says why', needsFaults, async (t) => {
  const server = await serverFor(t);
  const details = 'Server Is Not Ready';
  server.faults.append = () => ({ kind: 'error-before-write', code: 14, details });
  t.match(await messageOf(server.connectionString), /it cannot write: .*Server Is Not Ready/);
  server.faults.append = () => undefined;
  server.faults.read = (kind) =>
    kind === 'subscription' ? { kind: 'silence', after: 1 } : undefined;
  t.match(await messageOf(server.connectionString, 500), /does not say when .* has caught up/);
});

const muteServer = (t: Test): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      t.teardown(() => socket.destroy());
    });
    t.teardown(() => server.close());
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

t.test('nobody there, or someone who never speaks, is found out in bounded time', async (t) => {
  const server = await serverFor(t);
  server.kill();
  t.match(await messageOf(server.connectionString), /nobody answers without TLS/);
  const mute = (await muteServer(t)).address();
  const port = typeof mute === 'object' ? mute?.port : undefined;
  t.match(await messageOf(`esdb://127.0.0.1:${port}?tls=false`, 300), /no answer within 300 ms/);
  const seeds = `127.0.0.1:${server.port},127.0.0.1:${port}`;
  const cluster = `esdb://${seeds}?tls=false&maxDiscoverAttempts=1&gossipTimeout=1`;
  t.match(await messageOf(cluster), /nobody answers without TLS/);
});
