import t from 'tap';
import { lived } from '../support/lived-months.ts';
import { bindDoctor, buildTestApp, earning, registerDoctor } from '../support/test-app.ts';

t.test('which earnings a payout paid', async (t) => {
  const { app, payoutId, told } = await lived(t);

  t.test('is shown on the withdrawal, with the working of its tax', async (t) => {
    const { body } = await app.call('doctor', 'GET', '/v1/withdrawals/w-1', undefined, 'doc-1');
    t.match(body.payouts, [
      {
        payoutId,
        earnings: [{ earningId: 'e-1', amount: '3000.00' }],
        earningsCount: 1,
        adjustments: '0.00',
      },
    ]);
    t.match([...(body.payouts?.[0]?.working ?? [])].at(-1), 'withheld: 440.00');
    t.match([...(body.payouts?.[0]?.workingZh ?? [])].at(-1), '本次代扣：440.00');
  });

  t.test('is shown on the earning, with what is reversed and not paid yet', async (t) => {
    const read = (id: string, party = 'doc-1') =>
      app.call('doctor', 'GET', `/v1/earnings/${id}`, undefined, party);
    t.match((await read('e-1')).body, {
      earningId: 'e-1',
      account: 'doc-1',
      gross: '3000.00',
      unpaid: '0.00',
      paidBy: [{ payoutId, withdrawalId: 'w-1', state: 'returned', amount: '3000.00' }],
      recovered: [],
      asOf: String,
    });
    t.match((await read('e-2')).body, { reversed: '120.50', unpaid: '379.50', paidBy: [] });
    t.match(await read('e-1', 'doc-2'), { status: 404, body: { code: 'earning-unknown' } });
    t.match((await read('e-9')).body, { code: 'earning-unknown' });
  });

  t.test('and no more, once the payout is cancelled', async (t) => {
    const undone = { type: 'CancelPayout', payoutId, reason: 'x', by: 'one' } as const;
    await told(undone, '2026-12-04T10:00:00+08:00' as never);
    const { body } = await app.call('finance', 'GET', '/v1/earnings/e-1');
    t.match(body, { unpaid: '3000.00', paidBy: [] });
    const withdrawal = await app.call('finance', 'GET', '/v1/withdrawals/w-1');
    t.match(withdrawal.body.payouts, [{ earnings: [], earningsCount: 0 }]);
  });
});

t.test('a team’s earning shows each member’s part, to a member only the own one', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  await registerDoctor(app, 'doc-2');
  await bindDoctor(app, { doctorId: 'doc-2' });
  const team = [
    { doctorId: 'doc-1', share: '2' },
    { doctorId: 'doc-2', share: '1' },
  ];
  const { body } = await app.call('platform', 'POST', '/v1/earnings', earning({ team }));
  const url = `/v1/earnings/e-1?at-least=${body.position}`;
  t.match((await app.call('finance', 'GET', url)).body, {
    parts: [
      { account: 'doc-1', doctorId: 'doc-1', gross: '2000.00' },
      { account: 'org-1', doctorId: 'doc-2', gross: '1000.00' },
    ],
  });
  // What accrued to an organization is shown where its contract says so.
  const terms = { attributionShown: true };
  await app.call('finance', 'PUT', '/v1/organizations/org-1/terms', terms);
  const own = await app.call('doctor', 'GET', url, undefined, 'doc-2');
  t.match(own.body, { account: 'org-1', doctorId: 'doc-2', gross: '1000.00', parts: undefined });
});
