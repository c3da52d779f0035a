import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { today } from '../../src/demo/reconciling.ts';
import { startWorld } from '../../src/demo/world.ts';
import { developmentToken } from '../../src/tokens.ts';

const lotus = new URL('../../src/lotus.js', import.meta.url).pathname;

t.test('lotus reconcile, on real processes', async (t) => {
  const world = await startWorld();
  t.teardown(() => world.close());
  const merchantNo = '10080000001';
  await world.clients.must('finance', undefined, 'PUT', '/v1/payers/pay-1', {
    legalName: '示例医院',
    merchantNo,
    taxMethod: 'none',
  });
  const token = await developmentToken(world.jwtSecret, { role: 'finance', sub: 'desk' });
  const run = (...words: readonly string[]) =>
    new Promise<{ code: number | string; out: string; err: string }>((resolve) => {
      const where = ['--url', world.serviceUrl, '--token', token];
      execFile(process.execPath, [lotus, 'reconcile', ...words, ...where], (error, out, err) =>
        resolve({ code: error?.code ?? 0, out, err }),
      );
    });
  const day = today();

  const clean = await run('--date', day);
  t.equal(clean.code, 0, clean.err);
  t.match(clean.out, new RegExp(`^${day}, run 1: completed, nothing to match`));

  const charge = { kind: 'charge', day, merchantNo, amount: '3.00' };
  await fetch(`${world.sandboxUrl}/sandbox/switches`, {
    method: 'POST',
    body: JSON.stringify({ discrepancies: [charge] }),
  });
  const differs = await run('--date', day, '--json');
  t.equal(differs.code, 1, 'a break is open');
  t.match(JSON.parse(differs.out), { date: day, run: 2, found: 1, breaks: { open: 1 } });

  const environment = { LOTUS_STORE: `sqlite:${world.folder}`, LOTUS_DATA: world.folder };
  const verified = await new Promise((resolve) => {
    execFile(
      process.execPath,
      [lotus, 'verify'],
      { env: { ...process.env, ...environment } },
      (error, out, err) => resolve(error === null ? 'verified' : `${out}${err}`),
    );
  });
  t.equal(verified, 'verified', 'facts and views of it stand up to lotus verify');

  const file = join(world.folder, 'bill.csv');
  writeFileSync(
    file,
    `商户请求号,易宝订单号,付款金额,手续费,完成时间\nP,U,x,1.00,${day} 10:00:00\n`,
  );
  const refused = await run('--date', day, '--file', file);
  t.equal(refused.code, 3);
  t.match(refused.err, /bill-unreadable[\s\S]*line 2, 付款金额: not-an-amount/);

  t.equal((await run('--date', '20.11.2026')).code, 2, 'bad usage');
});
