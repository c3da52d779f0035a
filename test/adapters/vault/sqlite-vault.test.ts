import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { keyedDigest } from '../../../adapters/vault/keyed-digest.ts';
import { rotateMasterKey } from '../../../adapters/vault/rotate-master-key.ts';
import { sqliteVault } from '../../../adapters/vault/sqlite-vault.ts';
import { vaultContract } from '../../contracts/vault.ts';

const card = { cardNumber: '6222020000000000003', bankCode: 'ICBC' };

const freshFile = (t: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vault-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  return join(folder, 'vault.db');
};

/** Everything the vault has put on the disk. */
const bytesOf = (file: string): Buffer =>
  Buffer.concat(
    [file, `${file}-wal`, `${file}-shm`].filter(existsSync).map((one) => readFileSync(one)),
  );

const messageOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    return error instanceof Error ? `${error.message} ${error.stack}` : String(error);
  }
  throw new Error('It should have failed.');
};

t.test('the contract', async (t) =>
  vaultContract(t, async (inner) =>
    sqliteVault({ file: freshFile(inner), masterKey: randomBytes(32) }),
  ),
);

t.test('the vault file', async (t) => {
  t.test('holds no name, number, last digits, bank or patient in clear', async (t) => {
    const file = freshFile(t);
    const vault = sqliteVault({ file, masterKey: randomBytes(32) });
    await vault.putName('subject', '欧阳明月');
    await vault.putCard('subject', card);
    await vault.patientKey('subject', 'patient-zhang');
    for (const when of ['with its log', 'after closing']) {
      const bytes = bytesOf(file);
      t.ok(bytes.includes('payout-card'), 'the bytes looked at are the right ones');
      for (const secret of [
        '欧阳明月',
        '明月',
        card.cardNumber,
        '0000003',
        '0003',
        'ICBC',
        'zhang',
      ]) {
        t.notOk(bytes.includes(secret), when);
      }
      if (when === 'with its log') await vault.close();
    }
  });

  t.test('is readable by its owner only', async (t) => {
    const file = freshFile(t);
    const vault = sqliteVault({ file, masterKey: randomBytes(32) });
    await vault.putName('subject', '张三');
    t.equal(statSync(file).mode & 0o077, 0);
    t.equal(statSync(`${file}-wal`).mode & 0o077, 0);
    await vault.close();
  });

  t.test('keeps what it was given when it is opened again', async (t) => {
    const options = { file: freshFile(t), masterKey: randomBytes(32) };
    const before = sqliteVault(options);
    const { cardRef } = await before.putCard('d1', card);
    const patient = await before.patientKey('d1', 'patient-7');
    await before.close();
    const after = sqliteVault(options);
    t.strictSame(await after.revealCard('d1', cardRef), card);
    t.equal((await after.putCard('d1', card)).cardRef, cardRef);
    t.equal(await after.patientKey('d1', 'patient-7'), patient);
    await after.close();
  });

  t.test('keeps no trace of a shredded key or of what it had sealed', async (t) => {
    const file = freshFile(t);
    const vault = sqliteVault({ file, masterKey: randomBytes(32) });
    await vault.putCard('d1', card);
    await vault.putCard('d2', card);
    const looking = new DatabaseSync(file);
    const traces = [
      looking.prepare("SELECT wrapped AS trace FROM data_key WHERE subject = 'd1'").get(),
      looking.prepare("SELECT sealed AS trace FROM record WHERE subject = 'd1'").get(),
    ].map((row) => (row?.trace instanceof Uint8Array ? Buffer.from(row.trace) : Buffer.alloc(0)));
    looking.close();
    for (const trace of traces) t.ok(bytesOf(file).includes(trace) && trace.length > 40);
    await vault.shred('d1', 'payout-card');
    for (const trace of traces) {
      t.notOk(bytesOf(file).includes(trace));
      t.notOk(bytesOf(file).includes(trace.subarray(0, 16)), 'not even the start of it');
    }
    await vault.close();
  });
});

t.test('the master key', async (t) => {
  t.test('that is not the right one is named by its setting', async (t) => {
    const file = freshFile(t);
    await sqliteVault({ file, masterKey: randomBytes(32) }).close();
    const message = await messageOf(() => sqliteVault({ file, masterKey: randomBytes(32) }));
    t.match(message, /LOTUS_VAULT_KEY is not the key/);
  });

  t.test('must be 32 bytes', async (t) => {
    const file = freshFile(t);
    t.throws(() => sqliteVault({ file, masterKey: randomBytes(16) }), /LOTUS_VAULT_KEY/);
    t.notOk(existsSync(file));
  });

  t.test('can be replaced without touching what is sealed', async (t) => {
    const file = freshFile(t);
    const [from, to] = [randomBytes(32), randomBytes(32)];
    const before = sqliteVault({ file, masterKey: from });
    await before.putName('d1', '张三');
    const { cardRef } = await before.putCard('d1', card);
    await before.close();
    t.equal(rotateMasterKey({ file, from, to }), 2);
    t.throws(() => sqliteVault({ file, masterKey: from }), /LOTUS_VAULT_KEY/);
    const after = sqliteVault({ file, masterKey: to });
    t.equal(await after.name('d1'), '张三');
    t.strictSame(await after.revealCard('d1', cardRef), card);
    await after.close();
  });
});

t.test('a record', async (t) => {
  t.test('that was damaged is an error that says nothing about its content', async (t) => {
    const file = freshFile(t);
    const vault = sqliteVault({ file, masterKey: randomBytes(32) });
    await vault.putName('d1', '张三');
    const { cardRef } = await vault.putCard('d1', card);
    const damaging = new DatabaseSync(file);
    // The last byte written over with another one, whatever it was.
    damaging.exec(`UPDATE record SET sealed = CAST(
      substr(sealed, 1, length(sealed) - 1) ||
      CASE substr(sealed, -1) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB)`);
    damaging.close();
    for (const message of [
      await messageOf(() => vault.name('d1')),
      await messageOf(() => vault.revealCard('d1', cardRef)),
    ]) {
      t.match(message, /cannot open a record/);
      t.notMatch(message, /张三|6222|0003|ICBC/);
    }
    await vault.close();
  });

  t.test('does not open in the place of another one of the same subject', async (t) => {
    const file = freshFile(t);
    const vault = sqliteVault({ file, masterKey: randomBytes(32) });
    const mine = await vault.putCard('d1', card);
    await vault.putCard('d1', { ...card, bankCode: 'ABC' });
    const swapping = new DatabaseSync(file);
    const sealed = swapping.prepare('SELECT sealed FROM record WHERE ref <> ?').get(mine.cardRef);
    swapping.prepare('UPDATE record SET sealed = ?').run(sealed?.sealed ?? null);
    swapping.close();
    t.match(await messageOf(() => vault.revealCard('d1', mine.cardRef)), /open a record \(record/);
    await vault.close();
  });

  t.test('does not open under the key of another subject', async (t) => {
    const file = freshFile(t);
    const vault = sqliteVault({ file, masterKey: randomBytes(32) });
    await vault.putName('d1', '张三');
    await vault.putName('d2', '李四');
    const swapping = new DatabaseSync(file);
    swapping.exec(`UPDATE data_key SET wrapped =
      (SELECT wrapped FROM data_key WHERE subject = 'd2') WHERE subject = 'd1'`);
    swapping.close();
    t.match(await messageOf(() => vault.name('d1')), /open a record \(data-key, d1/);
    t.equal(await vault.name('d2'), '李四');
    await vault.close();
  });

  t.test('is not written when a closed vault is asked, and the error names nobody', async (t) => {
    const vault = sqliteVault({ file: freshFile(t), masterKey: randomBytes(32) });
    await vault.close();
    const message = await messageOf(() => vault.putName('d1', '张三'));
    t.notMatch(message, /张三/);
  });
});

t.test('a keyed digest is the HMAC that everybody else computes', async (t) => {
  const key = fc.uint8Array({ minLength: 1, maxLength: 64 });
  const message = fc.string({ maxLength: 300, unit: 'binary' });
  fc.assert(
    fc.property(key, message, (of, text) => {
      const expected = createHmac('sha256', of).update(text).digest('hex');
      return keyedDigest(of)(text) === expected;
    }),
    { numRuns: 200 },
  );
  t.throws(() => keyedDigest(new Uint8Array(65)), RangeError);
});

t.test('a patient’s key that another process destroyed is not used any longer here', async (t) => {
  const [file, masterKey] = [freshFile(t), randomBytes(32)];
  const [here, there] = [1, 2].map(() => sqliteVault({ file, masterKey, lookEveryMs: 0 }));
  if (here === undefined || there === undefined) throw new Error('There are two');
  const before = await here.patientKey('d1', 'patient-1');
  t.equal(await there.patientKey('d1', 'patient-1'), before, 'both have one key');
  await there.shred('d1', 'patient-key');
  const after = await here.patientKey('d1', 'patient-1');
  t.not(after, before);
  t.equal(await there.patientKey('d1', 'patient-1'), after);
  await Promise.all([here.close(), there.close()]);
});
