import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { runLotus } from '../../support/run-lotus.ts';
import { buildTestApp, earning, registerDoctor } from '../../support/test-app.ts';

t.test('importing files of lines', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  const url = await app.app.listen({ port: 0, host: '127.0.0.1' });
  const token = await app.tokenOf('platform');
  const folder = t.testdir({});
  const run = (...words: readonly string[]) =>
    runLotus(['import', ...words, '--url', url], { LOTUS_TOKEN: token });
  const linesIn = (name: string, ...lines: readonly unknown[]): string => {
    const file = join(folder, name);
    const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    writeFileSync(file, `${text.join('\n')}\n`);
    return file;
  };
  const jsonIn = (file: string) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  t.test('counts what was taken, and puts what was refused beside it', async (t) => {
    const wrong = earning({ earningId: 'e-2', gross: '1e3' });
    const file = linesIn('month.ndjson', earning(), earning(), wrong, '{');
    const { code, out } = await run(file, '--kind', 'earnings', '--json');
    t.equal(code, 1);
    t.same(JSON.parse(out), { file, accepted: 1, duplicates: 1, rejected: 2 });
    t.match(jsonIn(`${file}.rejects.ndjson`), [
      { line: 3, code: 'invalid', detail: /gross/, content: JSON.stringify(wrong) },
      { line: 4, code: String, content: '{' },
    ]);
  });

  t.test('puts every refused line beside it, however many they are', async (t) => {
    const taken = ['m-1', 'm-1', 'm-2'].map((earningId) => earning({ earningId }));
    const file = linesIn('many.ndjson', ...Array(1_500).fill('{'), ...taken);
    const { code, out } = await run(file, '--kind', 'earnings', '--json');
    t.equal(code, 1);
    t.same(JSON.parse(out), { file, accepted: 2, duplicates: 1, rejected: 1_500 });
    const lines = jsonIn(`${file}.rejects.ndjson`).map(({ line }) => line);
    t.same(
      lines,
      [...Array(1_500).keys()].map((at) => at + 1),
    );
  });

  t.test(
    'puts it elsewhere when told; beside a file that cannot be written to it must',
    async (t) => {
      const locked = join(folder, 'locked');
      mkdirSync(locked);
      const file = linesIn('locked/doctors.ndjson', {
        doctorId: 'doc-2',
        kind: 'nurse',
        name: 'x',
      });
      chmodSync(locked, 0o555);
      t.teardown(() => chmodSync(locked, 0o755));
      const elsewhere = join(folder, 'refused.ndjson');
      t.equal((await run(file, '--kind', 'doctors', '--rejects', elsewhere)).code, 1);
      t.match(jsonIn(elsewhere), [{ line: 1, code: 'invalid' }]);

      t.notOk(existsSync(`${file}.rejects.ndjson`));

      const nowhere = await run(
        file,
        '--kind',
        'doctors',
        '--rejects',
        join(folder, 'no', 'where'),
      );
      t.equal(nowhere.code, 3);
      t.match(nowhere.err, /1 refused lines could not be written to .*--rejects/);
    },
  );

  t.test('with nothing refused ends well and leaves no file', async (t) => {
    const doctor = { doctorId: 'doc-3', kind: 'doctor', name: '示例医生' };
    // As some programs write it: marked as UTF-8.
    const file = linesIn('doctors.ndjson', `\ufeff${JSON.stringify(doctor)}\r`, doctor);
    t.match(await run(file, '--kind', 'doctors'), { code: 0, out: /1 accepted, 1 duplicates, 0 / });
    t.notOk(existsSync(`${file}.rejects.ndjson`));
  });

  t.test(
    'says of each refused party which field is wrong, one that nobody knows included',
    async (t) => {
      const payer = { payerId: 'pay-9', legalName: '示例', merchantNo: '1', taxMethod: 'none' };
      const file = linesIn(
        'payers.ndjson',
        { ...payer, taxMethod: 'vat' },
        { ...payer, phone: '1' },
        payer,
      );
      t.match(await run(file, '--kind', 'payers'), {
        code: 1,
        out: /1 accepted, 0 duplicates, 2 /,
      });
      t.match(jsonIn(`${file}.rejects.ndjson`), [
        { line: 1, code: 'invalid-request', detail: /^taxMethod: .*labor-monthly/ },
        { line: 2, code: 'invalid', detail: 'phone: unknown field' },
      ]);
    },
  );

  t.test('names what it does not know', async (t) => {
    t.match(await run('x', '--kind', 'nurses'), { code: 2, err: /--kind.*payers/ });
    t.match(await run('a', 'b', '--kind', 'doctors', '--rejects', 'c'), {
      code: 2,
      err: /--rejects/,
    });
    t.match(await run(join(folder, 'none'), '--kind', 'doctors'), { code: 3, err: /none/ });
  });
});
