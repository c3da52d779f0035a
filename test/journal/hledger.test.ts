import { spawnSync } from 'node:child_process';
import t from 'tap';
import { amountFromFact, amountText } from '../../domain/money.ts';
import { buildTestApp, earning, registerDoctor } from '../support/test-app.ts';

const hledger = (words: readonly string[], input: string) =>
  spawnSync('hledger', ['-f', '-', ...words], { input, encoding: 'utf8' });
const missing =
  spawnSync('hledger', ['--version']).error !== undefined &&
  'hledger is not installed here; CI installs it';

t.test(
  'an accounting engine that is not ours agrees with the books',
  { skip: missing },
  async (t) => {
    const app = await buildTestApp(t);
    await registerDoctor(app);
    await app.call('finance', 'POST', '/v1/payers/pay-1/fundings', {
      fundingId: 'f-1',
      amount: '5000',
      receivedAt: '2026-11-20T10:00:00+08:00',
    });
    await app.call('platform', 'POST', '/v1/earnings', earning({ platformFee: '12.34' }));
    await app.call(
      'platform',
      'POST',
      '/v1/earnings',
      earning({ earningId: 'e-2', gross: '0.01' }),
    );
    await app.call('platform', 'POST', '/v1/earnings/e-1/reversals', {
      reversalId: 'r',
      doctorId: 'doc-1',
      amount: '100.10',
      reason: 'x',
    });
    await app.call(
      'doctor',
      'POST',
      '/v1/doctors/doc-1/withdrawals',
      { withdrawalId: 'w', amount: '1000.00' },
      'doc-1',
    );
    const journal = (await app.call('auditor', 'GET', '/v1/journal?format=hledger')).text;
    const checked = hledger(['check'], journal);
    t.equal(checked.status, 0, checked.stderr);

    const { body } = await app.call('auditor', 'GET', '/v1/trial-balance');
    const ours = new Map(
      (body.accounts as unknown as { account: string; balance: string }[]).map(
        ({ account, balance }) => [account, balance],
      ),
    );
    const { stdout } = hledger(
      ['balance', '--flat', '--empty', '--no-total', '-O', 'csv'],
      journal,
    );
    const theirs = stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.replaceAll('"', '').split(','));
    t.equal(theirs.length, ours.size);
    for (const [account = '', balance = ''] of theirs) {
      const text = balance === '0' ? '0.00' : balance.replace(' CNY', '');
      t.equal(amountText(amountFromFact(text)), ours.get(account), account);
    }
  },
);
