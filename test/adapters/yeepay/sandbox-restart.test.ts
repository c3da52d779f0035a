import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import t, { type Test } from 'tap';
import { yeepayProvider } from '../../../adapters/yeepay/provider.ts';
import { until } from '../../support/until.ts';
import { testKeys } from '../../support/yeepay-vectors.ts';
import { freshFolder, instruction, merchantNo } from '../../support/yeepay-world.ts';

const lotus = new URL('../../../src/lotus.js', import.meta.url).pathname;

/** The stand-in as its own process, as the command line starts it. */
const startSandbox = async (t: Test, folder: string, stepMs: number) => {
  writeFileSync(join(folder, 'merchant.pem'), testKeys.merchantPublicKeyPem);
  writeFileSync(join(folder, 'platform.pem'), testKeys.platformPrivateKeyPem);
  const words = ['sandbox', '--port', '0', '--app-key', testKeys.appKey, '--data', folder];
  const keys = ['--merchant-public-key', join(folder, 'merchant.pem')];
  const platform = ['--platform-private-key', join(folder, 'platform.pem')];
  const steps = ['--step-ms', String(stepMs)];
  const child = spawn(process.execPath, [lotus, ...words, ...keys, ...platform, ...steps], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const url = /http:\S+?(?=,)/.exec(String(line))?.[0] ?? '';
  const provider = yeepayProvider({
    url: `${url}/yop-center`,
    appKey: testKeys.appKey,
    privateKeyPem: testKeys.merchantPrivateKeyPem,
    platformPublicKeyPem: testKeys.platformPublicKeyPem,
    now: () => Date.now(),
  });
  t.teardown(() => provider.close());
  const say = (path: string, body: object) =>
    fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { url, provider, say, kill };
};

t.test('killed at any moment, the stand-in forgets nothing it was told', async (t) => {
  const folder = freshFolder(t);
  const funding = { fundingId: 'F1', merchantNo, amount: '1000.00' };
  const first = await startSandbox(t, folder, 60_000);
  await first.say('/sandbox/fundings', funding);
  await first.say('/sandbox/scenarios', { rules: [{ scenario: 'refuse', requestNo: 'P9' }] });
  const taken = await first.provider.order(instruction('P1'));
  if (taken.outcome !== 'accepted') throw new Error('It should have been taken');
  await first.kill();

  const second = await startSandbox(t, folder, 5);
  const paid = await until(async () => {
    const answer = await second.provider.query({ merchantNo, requestNo: 'P1' });
    return answer.outcome === 'found' && answer.standing.state === 'paid' ? answer : undefined;
  });
  t.equal(paid.orderNo, taken.orderNo);
  t.match(await second.provider.order(instruction('P1')), { orderNo: taken.orderNo });
  t.match(await second.provider.order(instruction('P9')), { outcome: 'rejected' });
  t.equal((await second.say('/sandbox/fundings', funding)).status, 200);
  const summary = await (await fetch(`${second.url}/sandbox/summary`)).json();
  const kept = { funded: '1000.00', paid: '120.00', balance: '879.00' };
  t.match(summary, { merchants: { [merchantNo]: kept } });
});
