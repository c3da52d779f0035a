import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import t from 'tap';
import { developmentValues } from '../../src/development.ts';
import { developmentEnvironment } from '../../src/development-environment.ts';
import { newFacts } from '../contracts/event-store-words.ts';
import { needsFaults, serverFor, storeOn } from '../support/esdb-under-test.ts';
import { runLotus } from '../support/run-lotus.ts';

const lotus = new URL('../../src/lotus.js', import.meta.url).pathname;
const start = new URL('../../src/start.ts', import.meta.url).pathname;
const run = (words: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, [lotus, ...words], {
    encoding: 'utf8',
    timeout: 30_000,
    env: { PATH: process.env.PATH, ...env },
  });

t.test('the service does not start half right', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lotus-start-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const good = {
    ...developmentEnvironment(
      developmentValues(folder),
      'http://127.0.0.1:1',
      'http://127.0.0.1:2',
    ),
    LOTUS_PORT: '0',
    LOTUS_DATA: folder,
    LOTUS_STORE: `sqlite:${folder}`,
  };

  t.test('missing secrets are named', async (t) => {
    const { status, stderr } = run(['serve'], { NODE_ENV: 'production', LOTUS_DATA: folder });
    t.equal(status, 3);
    t.match(stderr, /LOTUS_VAULT_KEY/);
    t.match(stderr, /LOTUS_JWT_SECRET or LOTUS_JWKS_URL/);
  });

  for (const [name, value] of [
    ['LOTUS_PORT', 'abc'],
    ['LOTUS_STORE', 'mysql://x'],
    ['LOTUS_VAULT_KEY', 'short'],
    ['LOTUS_JWT_SECRET', 'short'],
    ['LOTUS_PROVIDER_URL', 'nowhere'],
    ['LOTUS_LOG_LEVEL', 'loud'],
    ['LOTUS_POLICY_FILE', 'nowhere'],
    ['LOTUS_PROVIDER_PRIVATE_KEY_FILE', 'nowhere'],
  ] as const) {
    t.test(`a wrong ${name} is named, its value is not repeated`, async (t) => {
      const { status, stderr } = run(['serve'], { ...good, [name]: value });
      t.equal(status, 3);
      t.match(stderr, new RegExp(`${name}: `));
      t.notMatch(stderr, new RegExp(`${value}`));
    });
  }

  t.test('a folder that cannot be written to is named', async (t) => {
    const { status, stderr } = run(['serve'], { ...good, LOTUS_STORE: 'sqlite:/dev/null/data' });
    t.equal(status, 3);
    t.match(stderr, /\/dev\/null\/data/);
  });

  t.test('nor does npm start: what it began ends with it', async (t) => {
    const env = { PATH: process.env.PATH, ...good, LOTUS_POLICY_FILE: join(folder, 'nowhere') };
    const options = { encoding: 'utf8', timeout: 30_000, env } as const;
    const { status, stderr } = spawnSync(process.execPath, [start], options);
    t.equal(status, 3);
    t.match(stderr, /^LOTUS_POLICY_FILE: expected a file/);
  });

  t.test('bad usage is told apart from what could not run', async (t) => {
    t.equal(run(['what']).status, 2);
    t.equal(run(['import']).status, 2);
    t.equal(run(['--help']).status, 0);
    t.equal(run(['sandbox', '--help']).status, 0);
    t.equal(run(['journal'], { LOTUS_STORE: `sqlite:${folder}/nothing` }).status, 3);
  });
});

t.test('whoever ends npm start ends the service and the sandbox with it', async (t) => {
  const npm = spawn('npm', ['start'], {
    cwd: new URL('../..', import.meta.url).pathname,
    env: { PATH: process.env.PATH, LOTUS_PORT: '0', LOTUS_DATA: t.testdir({}) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const urls: string[] = [];
  for await (const line of createInterface({ input: npm.stdout })) {
    const [, url] = /^(?:lotus listens on|payment sandbox:) (\S+)/.exec(line) ?? [];
    if (url !== undefined) urls.push(url);
    if (line.startsWith('tokens')) break;
  }
  npm.kill('SIGTERM');
  npm.stdout.resume();
  // Whatever still runs of it holds its output open.
  await once(npm, 'close', { signal: AbortSignal.timeout(20_000) });
  t.equal(urls.length, 2);
  for (const url of urls) await t.rejects(fetch(url), /fetch failed/, url);
});

t.test('a log elsewhere that cannot serve is found out at the start', needsFaults, async (t) => {
  const folder = t.testdir();
  const good = developmentEnvironment(developmentValues(folder), 'http://127.0.0.1:1', 'http://x');
  const [old, foreign] = [await serverFor(t, { version: '22.10.5.0' }), await serverFor(t)];
  const store = await storeOn(t, foreign);
  await store.append('$tax', 'no-stream', newFacts(1));
  await store.append('shopping-cart-1', 'no-stream', newFacts(1));
  const secret = 'a-secret-that-no-message-repeats';
  const reasons: readonly (readonly [string, RegExp])[] = [
    ['esdb://127.0.0.1:1?tls=false', /nobody answers without TLS/],
    [`esdb://me:${secret}@127.0.0.1:1?tls=false`, /not sent without TLS/],
    ['esdb://127.0.0.1:1?tls=false&colour=red', /expected one of connectionName/],
    [old.connectionString, /older than 23\.10/],
    [foreign.connectionString, /LOTUS_STORE: the log is not a ledger's/],
  ];
  await Promise.all(
    reasons.map(async ([address, reason], at) => {
      const env = { LOTUS_PORT: '0', LOTUS_DATA: join(folder, String(at)), LOTUS_STORE: address };
      const { code, err } = await runLotus(['serve'], { ...good, ...env });
      t.equal(code, 3);
      t.match(err, reason);
      t.notOk(err.includes(secret));
    }),
  );
});
