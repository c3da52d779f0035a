import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { needsFaults } from '../support/esdb-under-test.ts';
import { startStandIn } from '../support/instances-world.ts';

const demo = new URL('../../src/demo/main.ts', import.meta.url).pathname;
const patienceMs = 100_000;

const demoOn = async (...store: readonly string[]) => {
  const child = spawn(process.execPath, [demo, '--json', ...store], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: patienceMs,
  });
  const closed = once(child, 'close');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await closed;
  if (child.exitCode !== 0) throw new Error(err);
  const { seconds: _, ...said } = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '');
  return said;
};

t.test('the demo ends alike on every store', { ...needsFaults, timeout: 200_000 }, async (t) => {
  const standIn = await startStandIn();
  t.teardown(standIn.kill);
  const [inMemory, embedded, onCluster] = await Promise.all([
    demoOn('--store', 'memory:'),
    demoOn(),
    demoOn('--store', standIn.connectionString),
  ]);
  t.match(embedded, { accepted: 241, rejected: 4, withdrawals: 10, breaks: 0 });
  t.strictSame(inMemory, embedded);
  t.strictSame(onCluster, embedded);
  t.strictSame(await standIn.stop(), { openCalls: 0, batchAppends: 0 }, 'no read was leaked');
});
