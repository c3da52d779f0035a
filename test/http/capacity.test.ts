import { connect } from 'node:net';
import t from 'tap';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import { eventually } from '../support/eventually.ts';
import { buildTestApp, registerDoctor } from '../support/test-app.ts';

/** A store whose disk can be made to stand still. */
const haltingStore = () => {
  const store = memoryEventStore();
  let halted = false;
  const waiting: (() => void)[] = [];
  return {
    store: {
      ...store,
      append: async (...append: Parameters<typeof store.append>) => {
        if (halted) await new Promise<void>((goOn) => waiting.push(goOn));
        return store.append(...append);
      },
    },
    halt: () => {
      halted = true;
    },
    goOn: () => {
      halted = false;
      for (const wake of waiting.splice(0)) wake();
    },
  };
};

const earning = (n: number) => ({
  earningId: `ern-${n}`,
  doctorId: 'doc-1',
  payerId: 'pay-1',
  source: 'consultation',
  gross: '120.00',
  completedAt: '2026-11-10T10:00:00+08:00',
});

t.test(
  'beyond its capacity the service says so at once, and takes more as soon as it can',
  async (t) => {
    const { store, halt, goOn } = haltingStore();
    const app = await buildTestApp(t, { store, commandsMax: 5 });
    await registerDoctor(app);
    const authorization = `Bearer ${await app.tokenOf('platform')}`;
    // Sent as they are, so that they arrive in this order.
    const tell = (n: number) =>
      app.inject({
        method: 'POST',
        url: '/v1/earnings',
        headers: { authorization },
        payload: earning(n),
      });
    t.equal((await tell(0)).status, 201);

    halt();
    const taken = [1, 2, 3, 4, 5].map(tell);
    const refused = await Promise.all([6, 7, 8].map(tell));
    for (const { status, body, headers } of refused) {
      t.match({ status, body }, { status: 503, body: { code: 'busy' } });
      t.equal(headers['retry-after'], '1');
    }
    t.equal((await app.call('auditor', 'GET', '/health/live')).status, 200, 'reads are answered');

    goOn();
    for (const { status } of await Promise.all(taken))
      t.equal(status, 201, 'what was taken is done');
    for (const n of [6, 7, 8]) t.equal((await tell(n)).status, 201, 'nothing had been done before');
  },
);

t.test('who hangs up in the middle of a command keeps nobody out', async (t) => {
  const app = await buildTestApp(t, { commandsMax: 2 });
  await registerDoctor(app);
  const { port } = new URL(await app.app.listen({ port: 0 }));
  const authorization = `authorization: Bearer ${await app.tokenOf('platform')}`;
  const begin = (address: string, type: string) =>
    [`POST ${address} HTTP/1.1`, 'host: lotus', authorization, `content-type: ${type}`]
      .concat(['content-length: 1000', '', '{"earningId":"ern-'])
      .join('\r\n');
  const hangUp = (sent: string) =>
    new Promise<void>((ended) => {
      const socket = connect(Number(port), '127.0.0.1');
      // The health of the service is asked for on the same line: its answer says that all was read.
      socket.write(`GET /health/live HTTP/1.1\r\nhost: lotus\r\n\r\n${sent}`);
      socket.once('data', () => socket.resetAndDestroy());
      socket.once('close', () => ended());
    });
  const half = [
    begin('/v1/earnings', 'application/json'),
    begin('/v1/earnings/batch', 'application/x-ndjson'),
    begin('/provider/yeepay/notifications', 'application/x-www-form-urlencoded'),
    begin('/v1/nothing', 'application/json'),
  ];
  for (const sent of [...half, ...half]) await hangUp(sent);
  const isTaken = async () =>
    (await app.call('platform', 'POST', '/v1/earnings', earning(1))).status !== 503;
  await t.resolves(eventually(isTaken, 'a command is taken again'));
});
