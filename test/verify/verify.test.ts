import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import t, { type Test } from 'tap';
import { memoryVault } from '../../adapters/memory/vault.ts';
import { comparePositions } from '../../adapters/sequence-position.ts';
import { sqliteEventStore } from '../../adapters/sqlite/event-store.ts';
import { sqliteLogReader } from '../../adapters/sqlite/log-reader.ts';
import { sqliteViewStore } from '../../adapters/sqlite/view-store.ts';
import { earningId, payeeId, payerId } from '../../domain/identifiers.ts';
import { fen } from '../../domain/money.ts';
import { defaultWithdrawalPolicies } from '../../domain/policy/withdrawal-policy.ts';
import { instant } from '../../domain/time.ts';
import { ledgerOn } from '../../src/ledger/ledger.ts';
import { settingsFrom } from '../../src/settings.ts';
import { rebuildFiles, verifyFiles } from '../../src/verify-files.ts';
import { ViewFolder } from '../../src/views/view-folder.ts';

const known = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('A constant of this test cannot be read');
  return value;
};
const now = known(instant('2026-11-24T10:00:00+08:00'));
const [doctor, payer] = [known(payeeId('doc-1')), known(payerId('pay-1'))];

/** A data folder with a payer, a doctor and thirty earnings in it, views folded. */
const dataFolder = async (t: Test) => {
  const folder = mkdtempSync(join(tmpdir(), 'lotus-verify-test-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const store = await sqliteEventStore({ file: join(folder, 'log.db') });
  const ledger = ledgerOn({
    store,
    vault: memoryVault(),
    policies: defaultWithdrawalPolicies,
    monthOfWithdrawal: async () => undefined,
  });
  const asking = (commandId: string) => ({
    actor: 'platform:test',
    commandId,
    correlation: 'test',
    now,
  });
  await ledger.parties.handlePayer(
    {
      type: 'RegisterPayer',
      payerId: payer,
      legalName: 'P',
      merchantNo: '1',
      taxMethod: 'none',
      now,
    },
    asking('p'),
  );
  await ledger.parties.handlePayee(
    { type: 'RegisterPayee', payee: doctor, kind: 'doctor', name: 'stored', now },
    asking('d'),
  );
  for (let n = 0; n < 30; n += 1) {
    const id = known(earningId(`e-${n}`));
    await ledger.earnings.record(
      {
        earningId: id,
        doctorId: doctor,
        payerId: payer,
        source: 'consultation',
        gross: fen(12_050n),
        platformFee: fen(0n),
        completedAt: now,
      },
      asking(`RecordEarning:${id}`),
    );
  }
  await store.close();
  const log = sqliteLogReader(join(folder, 'log.db'));
  const views = sqliteViewStore({ file: join(folder, 'views.db') });
  await new ViewFolder({ readAll: log.readAll, comparePositions }, views).catchUp();
  views.close();
  log.close();
  const change = (file: 'log.db' | 'views.db', sql: string): void => {
    const database = new DatabaseSync(join(folder, file));
    database.exec(sql);
    database.close();
  };
  return {
    settings: settingsFrom({ LOTUS_DATA: folder, LOTUS_STORE: `sqlite:${folder}` }),
    change,
  };
};

t.test('verifying', async (t) => {
  t.test('finds nothing wrong with what was written', async (t) => {
    const { settings } = await dataFolder(t);
    const report = await verifyFiles(settings);
    t.match(report, { facts: 33, streams: 3, differences: [] });
    t.ok(report.viewRows > 30);
  });

  t.test('names a fact of which one byte was changed', async (t) => {
    const { settings, change } = await dataFolder(t);
    change(
      'log.db',
      "UPDATE facts SET data = replace(data, '120.50', '120.51') WHERE position = 20",
    );
    const { differences } = await verifyFiles(settings);
    t.match(differences[0], { kind: 'chain-broken', where: 'account-doc-1-2026-11 revision 17' });
    t.ok(differences.some(({ kind, where }) => kind === 'view-row' && where === 'balances doc-1'));
  });

  t.test('names the place where a fact was removed', async (t) => {
    const { settings, change } = await dataFolder(t);
    change('log.db', 'DELETE FROM facts WHERE position = 20');
    const { differences } = await verifyFiles(settings);
    t.match(differences[0], { kind: 'revision-gap', where: 'account-doc-1-2026-11 revision 18' });
    t.ok(differences.some(({ kind }) => kind === 'view-count'));
  });

  t.test('names a row of a view that was altered, and building anew mends it', async (t) => {
    const { settings, change } = await dataFolder(t);
    change(
      'views.db',
      "UPDATE rows SET json = replace(json, '3615.00', '3615.01') WHERE key = 'doc-1'",
    );
    const { differences } = await verifyFiles(settings);
    t.match(differences, [{ kind: 'view-row', where: 'balances doc-1' }]);
    t.same(await rebuildFiles(settings, 'balances'), ['balances']);
    t.same((await verifyFiles(settings)).differences, []);
  });

  t.test('names a stream whose last fact was removed, which no chain can tell', async (t) => {
    const { settings, change } = await dataFolder(t);
    change('log.db', 'DELETE FROM facts WHERE position = 33');
    const { differences } = await verifyFiles(settings);
    t.notOk(differences.some(({ kind }) => kind === 'chain-broken' || kind === 'revision-gap'));
    t.ok(differences.some(({ kind, where }) => kind === 'view-count' && where === 'balances'));
    t.ok(differences.some(({ where }) => where === 'streams account-doc-1-2026-11'));
  });

  t.test('names a fact that a view took in twice', async (t) => {
    const { settings, change } = await dataFolder(t);
    change(
      'views.db',
      `UPDATE views SET count = count + 1 WHERE name = 'books';
       UPDATE rows SET json = replace(json, '3615.00', '3735.50') WHERE key = 'payable:doc-1:pay-1'`,
    );
    const { differences } = await verifyFiles(settings);
    t.match(differences, [
      { kind: 'view-count', where: 'books' },
      { kind: 'view-row', where: 'books payable:doc-1:pay-1' },
    ]);
  });

  t.test('names what is lost from a list or from the places of earnings', async (t) => {
    const { settings, change } = await dataFolder(t);
    change('views.db', "DELETE FROM places WHERE key = 'payee doc-1'");
    change('views.db', "UPDATE earnings SET period = '2026-10' WHERE earning = 'e-7'");
    const { differences } = await verifyFiles(settings);
    t.match(differences, [
      { where: 'parties doctor doc-1 payee doc-1', detail: 'its place in a list is missing' },
      {
        where: 'earning-places e-7 doc-1',
        detail: 'the place of the earning differs from the log',
      },
    ]);
  });

  t.test('names a fact that nobody could have written, and goes no further', async (t) => {
    const { settings, change } = await dataFolder(t);
    change('log.db', "UPDATE facts SET type = 'EarningForgotten' WHERE position = 20");
    const { differences } = await verifyFiles(settings);
    const where = 'account-doc-1-2026-11 revision 17';
    t.match(differences, [
      { kind: 'chain-broken', where },
      { kind: 'fact-unreadable', where },
    ]);
  });
});
