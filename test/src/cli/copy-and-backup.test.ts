import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { memoryEventStore } from '../../../adapters/memory/event-store.ts';
import { sqliteEventStore } from '../../../adapters/sqlite/event-store.ts';
import { sqliteViewStore } from '../../../adapters/sqlite/view-store.ts';
import { sqliteVault } from '../../../adapters/vault/sqlite-vault.ts';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import type { Instant } from '../../../domain/time.ts';
import { inProcessViews } from '../../../src/views/in-process-views.ts';
import { forgetForeignViews } from '../../../src/views/views-origin.ts';
import { needsFaults, serverFor } from '../../support/esdb-under-test.ts';
import { doctor, ledgerWorld, peopled } from '../../support/ledger-world.ts';
import { happen, happenings, peopleOfHistories } from '../../support/random-history.ts';
import { runLotus } from '../../support/run-lotus.ts';

const masterKey = Buffer.alloc(32, 7);
const name = '示例医生';
const envOf = (folder: string) => ({
  LOTUS_STORE: `sqlite:${folder}`,
  LOTUS_DATA: folder,
  LOTUS_VAULT_KEY: masterKey.toString('base64'),
});

/** A data folder in which something has happened. */
const ledgerIn = async (folder: string): Promise<EventStore> => {
  const store = await sqliteEventStore({ file: join(folder, 'log.db') });
  const world = ledgerWorld(store);
  await peopled(world, peopleOfHistories);
  await happen(world, fc.sample(happenings(30), { numRuns: 20, seed: 3 }).flat().slice(0, 60));
  const vault = sqliteVault({ file: join(folder, 'vault.db'), masterKey });
  await vault.putName('doc-1', name);
  await vault.putCard('doc-1', { cardNumber: '6228482357073380869', bankCode: 'ABC' });
  await vault.close();
  return store;
};

const balancesIn = async (folder: string) => {
  const store = await sqliteEventStore({ file: join(folder, 'log.db') });
  const viewStore = sqliteViewStore({ file: ':memory:' });
  const onStopped = (error: unknown) => {
    throw error;
  };
  const views = await inProcessViews({ store, viewStore, onStopped });
  const head = await store.head();
  if (head !== undefined) await views.caughtUpTo(head, 5_000);
  const all = [1, 2, 3].map((number) => views.balance(doctor(number)).answer);
  const trial = views.trialBalance().answer;
  await views.close();
  await store.close();
  return JSON.stringify([all, trial], (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
};

const folders = (t: Test, ...names: readonly string[]): readonly string[] => {
  const root = t.testdir();
  return names.map((one) => join(root, one));
};

t.test('lotus copy moves a log to a cluster and back', needsFaults, async (t) => {
  const [here, there] = folders(t, 'here', 'there') as [string, string];
  await (await ledgerIn(here)).close();
  const { connectionString } = await serverFor(t);
  const out = await runLotus([
    'copy',
    ...['--from', `sqlite:${here}`, '--to', connectionString, '--json'],
  ]);
  t.equal(out.code, 0, out.err);
  t.match(out.err, /facts are in both/, 'progress goes to standard error');
  const report = JSON.parse(out.out);
  t.ok(report.facts > 50);
  t.equal(report.copied, report.facts);

  const again = await runLotus(['copy', '--to', connectionString], {
    LOTUS_STORE: `sqlite:${here}`,
  });
  t.equal(again.code, 0, again.err);
  t.match(again.out, /, 0 of them copied now; digest /);
  const back = await runLotus([
    'copy',
    '--from',
    connectionString,
    '--to',
    `sqlite:${there}`,
    '--json',
  ]);
  t.match(JSON.parse(back.out), { ...report, copied: report.facts });
  t.equal(await balancesIn(there), await balancesIn(here));

  t.test('where verify and journal read it like any other', async (t) => {
    const onCluster = { LOTUS_STORE: connectionString, LOTUS_DATA: join(here, 'none') };
    const verified = await runLotus(['verify', '--json'], onCluster);
    t.match(JSON.parse(verified.out), { facts: report.facts, differences: [] });
    const journal = await runLotus(['journal', '--format', 'csv'], onCluster);
    const embedded = await runLotus(['journal', '--format', 'csv'], envOf(here));
    t.equal(journal.code, 0);
    t.equal(journal.out.split('\n').length, embedded.out.split('\n').length);
  });
});

t.test('lotus copy says what is wrong by its exit code', async (t) => {
  const [here, other] = folders(t, 'here', 'other') as [string, string];
  await (await ledgerIn(here)).close();
  const from = ['--from', `sqlite:${here}`];
  const codeOf = async (...words: readonly string[]) => (await runLotus(['copy', ...words])).code;
  const wrong: readonly (readonly [string, number, ...string[]])[] = [
    ['no target', 2, ...from],
    ['not a place to move to', 2, ...from, '--to', 'memory:'],
    ['itself', 2, ...from, '--to', `sqlite:${here}`],
    ['nobody there', 3, ...from, '--to', 'esdb://127.0.0.1:1?tls=false'],
    ['no source', 3, '--from', `sqlite:${other}`, '--to', `sqlite:${here}`],
  ];
  await Promise.all(
    wrong.map(async ([why, code, ...words]) => t.equal(await codeOf(...words), code, why)),
  );
  const foreign = await sqliteEventStore({ file: join(other, 'log.db') });
  const fact = { type: 'Other', data: '{}', metadata: '{}' };
  await foreign.append('payee-other', 'no-stream', [
    { ...fact, id: '00000000-0000-4000-8000-000000000001' },
  ]);
  t.equal(await codeOf(...from, '--to', `sqlite:${other}`), 3, 'held by another process');
  await foreign.close();
  const differs = await runLotus(['copy', ...from, '--to', `sqlite:${other}`]);
  t.equal(differs.code, 1);
  t.match(differs.err, /the target holds something else: fact 0 of stream payee-other/);
});

t.test('lotus backup, while the log is written to, and restore elsewhere', async (t) => {
  const [here, there, more] = folders(t, 'here', 'there', 'more') as [string, string, string];
  const store = await ledgerIn(here);
  const [bill, content] = ['ab'.repeat(32), Buffer.alloc(9 * 1_048_576, 'bill')];
  mkdirSync(join(here, 'bills'));
  writeFileSync(join(here, 'bills', bill), content);
  writeFileSync(join(here, 'bills', 'incoming-1'), 'half');
  const file = join(here, 'copy.lotus');
  const made = await runLotus(['backup', file, '--json'], envOf(here));
  await store.close();
  t.equal(made.code, 0, made.err);
  t.match(JSON.parse(made.out), { file, differences: [] });
  t.equal((await runLotus(['backup', file], envOf(here))).code, 3, 'it never overwrites one');

  const restored = await runLotus(['restore', file, '--json'], envOf(there));
  t.equal(restored.code, 0, restored.err);
  const { facts, streams } = JSON.parse(made.out);
  t.strictSame(JSON.parse(restored.out), { facts, streams, differences: [] });
  t.equal(await balancesIn(there), await balancesIn(here), 'the same balances and books');
  const verified = await runLotus(['verify', '--json'], envOf(there));
  t.match(JSON.parse(verified.out), { facts, differences: [] });
  t.strictSame(readdirSync(join(there, 'bills')), [bill], 'what was half there is not kept');
  t.ok(readFileSync(join(there, 'bills', bill)).equals(content));
  const vault = sqliteVault({ file: join(there, 'vault.db'), masterKey });
  t.equal(await vault.name('doc-1'), name);
  await vault.close();

  t.test('only into an empty folder', async (t) => {
    mkdirSync(more);
    writeFileSync(join(more, 'something'), '');
    const refused = await runLotus(['restore', file], envOf(more));
    t.equal(refused.code, 3);
    t.match(refused.err, /is not empty/);
    t.equal((await runLotus(['restore', file], envOf(there))).code, 3);
  });

  t.test('and nothing at all of one that is damaged or none', async (t) => {
    const [bad, target] = folders(t, 'bad.lotus', 'target') as [string, string];
    writeFileSync(bad, 'no database');
    t.equal((await runLotus(['restore', bad], envOf(target))).code, 3);
    const backup = new DatabaseSync(file);
    backup.exec(`UPDATE facts SET data = json_set(data, '$.more', 1) WHERE position = 20`);
    backup.close();
    const damaged = await runLotus(['restore', file, '--json'], envOf(target));
    t.equal(damaged.code, 1, damaged.err);
    t.match(JSON.parse(damaged.out).differences[0], { kind: 'chain-broken' });
    t.notOk(existsSync(join(target, 'log.db')));
  });
});

t.test('the embedded store alone is backed up so', async (t) => {
  const env = { LOTUS_STORE: 'esdb://127.0.0.1:1?tls=false', LOTUS_DATA: t.testdir() };
  const { code, err } = await runLotus(['backup', join(t.testdir(), 'x')], env);
  t.equal(code, 3);
  t.match(err, /LOTUS_STORE: expected sqlite:FOLDER/);
});

t.test('views of one log are not taken for those of another', async (t) => {
  const viewsFile = join(t.testdir(), 'views.db');
  const [one, other] = [memoryEventStore(), memoryEventStore()];
  const kept = async (...asked: readonly ['sqlite' | 'esdb', EventStore]) => {
    writeFileSync(viewsFile, 'views');
    await forgetForeignViews(asked[1], asked[0], viewsFile);
    return existsSync(viewsFile);
  };
  t.ok(await kept('sqlite', one), 'before this was told apart there was one kind of log');
  t.notOk(await kept('esdb', other), 'positions of a cluster are others');
  await peopled(ledgerWorld(one), peopleOfHistories);
  await peopled(ledgerWorld(other, '2026-10-06T09:00:00+08:00' as Instant), peopleOfHistories);
  t.notOk(await kept('esdb', other), 'which log it was is not known of an empty one');
  t.ok(await kept('esdb', other));
  t.notOk(await kept('esdb', one));
  t.notOk(await kept('sqlite', one));
  t.ok(await kept('sqlite', one));
});
