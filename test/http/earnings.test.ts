import t from 'tap';
import { buildTestApp, earning, registerDoctor } from '../support/test-app.ts';

t.test('an earning', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);

  t.test('is recorded once, and told again answers the same', async (t) => {
    const first = await app.call(
      'platform',
      'POST',
      '/v1/earnings',
      earning({ patientRef: 'p-1', platformFee: '10' }),
    );
    t.equal(first.status, 201);
    t.match(first.body, {
      earningId: 'e-1',
      account: 'doc-1',
      availableOn: '2026-11-17',
      position: String,
    });
    const again = await app.call(
      'platform',
      'POST',
      '/v1/earnings',
      earning({ patientRef: 'p-1', platformFee: '10' }),
    );
    t.equal(again.status, 200);
    for (const field of ['earningId', 'account', 'availableOn'])
      t.equal(again.body[field], first.body[field]);
  });

  t.test('told with other content is a conflict and changes nothing', async (t) => {
    const { status, body, headers } = await app.call(
      'platform',
      'POST',
      '/v1/earnings',
      earning({ gross: '3000.01' }),
    );
    t.equal(status, 409);
    t.match(headers['content-type'], /application\/problem\+json/);
    t.match(body, {
      code: 'earning-differs',
      status: 409,
      type: String,
      title: String,
      detail: String,
      earningId: 'e-1',
    });
    const { body: balance } = await app.call(
      'doctor',
      'GET',
      '/v1/doctors/doc-1/balance',
      undefined,
      'doc-1',
    );
    t.equal(balance.earned, '3000.00');
  });

  for (const [what, change, path] of [
    ['a number for an amount', { gross: 12.3 }, 'gross'],
    ['three decimals', { gross: '12.345' }, 'gross'],
    ['an exponent', { gross: '1e3' }, 'gross'],
    ['full-width digits', { gross: '１.00' }, 'gross'],
    ['a sign', { gross: '-1.00' }, 'gross'],
    ['too many digits', { gross: '99999999999.00' }, 'gross'],
    ['a month 13', { completedAt: '2026-13-01T00:00:00+08:00' }, 'completedAt'],
    ['an instant without a zone', { completedAt: '2026-11-01T00:00:00' }, 'completedAt'],
    ['an unknown source', { source: 'lottery' }, 'source'],
    ['an empty id', { earningId: '' }, 'earningId'],
    ['an unknown field', { surprise: 1 }, 'surprise'],
  ] as const) {
    t.test(`with ${what} is refused, naming the field`, async (t) => {
      const { status, body } = await app.call(
        'platform',
        'POST',
        '/v1/earnings',
        earning({ earningId: 'bad', ...change }),
      );
      t.equal(status, 400);
      t.equal(body.code, 'invalid-request');
      t.ok(JSON.stringify(body.errors).includes(`"path":"${path}"`));
    });
  }

  t.test('for an unknown doctor or payer is refused', async (t) => {
    const doctor = await app.call(
      'platform',
      'POST',
      '/v1/earnings',
      earning({ earningId: 'x1', doctorId: 'nobody' }),
    );
    t.match([doctor.status, doctor.body.code], [404, 'doctor-unknown']);
    const payer = await app.call(
      'platform',
      'POST',
      '/v1/earnings',
      earning({ earningId: 'x2', payerId: 'nobody' }),
    );
    t.match([payer.status, payer.body.code], [404, 'payer-unknown']);
    const zero = await app.call(
      'platform',
      'POST',
      '/v1/earnings',
      earning({ earningId: 'x3', gross: '0' }),
    );
    t.match([zero.status, zero.body.code], [422, 'amount-not-positive']);
  });

  t.test('of a team is split to the fen', async (t) => {
    await app.call('platform', 'PUT', '/v1/doctors/doc-2', { kind: 'doctor', name: '赵丽桂' });
    await app.call('platform', 'PUT', '/v1/doctors/doc-3', { kind: 'doctor', name: '杨敏' });
    const team = ['doc-1', 'doc-2', 'doc-3'].map((doctorId) => ({ doctorId, share: '1' }));
    const { status, body } = await app.call(
      'platform',
      'POST',
      '/v1/earnings',
      earning({ earningId: 'team', gross: '100.00', team }),
    );
    t.equal(status, 201);
    t.match(body.parts, [{ gross: '33.34' }, { gross: '33.33' }, { gross: '33.33' }]);
    const lacking = await app.call(
      'platform',
      'POST',
      '/v1/earnings',
      earning({ earningId: 'team2', team: team.slice(1) }),
    );
    t.match([lacking.status, lacking.body.code], [422, 'team-lacks-doctor']);
  });

  t.test('of a team too small to share leaves no fen of the fee behind', async (t) => {
    const team = ['doc-1', 'doc-2', 'doc-3'].map((doctorId) => ({ doctorId, share: '1' }));
    const tell = (change: object) =>
      app.call('platform', 'POST', '/v1/earnings', earning({ earningId: 'tiny', team, ...change }));
    const feesAt = async (query: string): Promise<number> => {
      const { body } = await app.call('finance', 'GET', `/v1/trial-balance${query}`);
      const fees = body.accounts?.find(({ account }) => account === 'fees:platform');
      return Number(fees?.credit ?? 0);
    };
    const before = await feesAt('');
    const { body } = await tell({ gross: '0.02', platformFee: '10.00' });
    t.match(body.parts, [{ gross: '0.01' }, { gross: '0.01' }]);
    t.equal((await feesAt(`?at-least=${body.position}`)) - before, 10);
    t.match(await tell({ earningId: 'zero', gross: '0' }), {
      status: 422,
      body: { code: 'amount-not-positive' },
    });
  });

  t.test('can be taken back in parts, never beyond its gross', async (t) => {
    const back = (reversalId: string, amount: string) =>
      app.call('platform', 'POST', '/v1/earnings/e-1/reversals', {
        reversalId,
        doctorId: 'doc-1',
        amount,
        reason: 'refund',
      });
    t.equal((await back('r-1', '2000.00')).status, 201);
    t.equal((await back('r-1', '2000.00')).status, 200);
    t.match((await back('r-1', '1.00')).body, { code: 'reversal-differs' });
    t.match((await back('r-2', '1000.01')).body, {
      code: 'reversal-exceeds-earning',
      reversible: '1000.00',
    });
    t.equal((await back('r-2', '1000.00')).status, 201);
  });
});

t.test('a batch takes good lines and names bad ones', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  const lines = [
    JSON.stringify(earning({ earningId: 'b-1' })),
    '{not json',
    JSON.stringify(earning({ earningId: 'b-1' })),
    JSON.stringify(earning({ earningId: 'b-1', gross: '1.00' })),
    '[]',
    'null',
    '"text"',
    JSON.stringify(earning({ earningId: 'b-2', gross: 12.3 })),
    JSON.stringify(earning({ earningId: 'b-3', doctorId: 'nobody' })),
    `"${'x'.repeat(70_000)}"`,
    JSON.stringify(earning({ earningId: 'b-4' })),
  ];
  const { status, body } = await app.inject({
    method: 'POST',
    url: '/v1/earnings/batch',
    headers: {
      authorization: `Bearer ${await app.tokenOf('platform')}`,
      'content-type': 'application/x-ndjson',
    },
    payload: `${lines.join('\n')}\n`,
  });
  t.equal(status, 200);
  t.match(body, { accepted: 2, duplicates: 1, rejected: 8, position: String });
  const codes = (body.rejections as unknown as { line: number; code: string }[]).map(
    ({ line, code }) => `${line} ${code}`,
  );
  t.same(codes, [
    '2 malformed-json',
    '4 earning-differs',
    '5 invalid-earning',
    '6 invalid-earning',
    '7 invalid-earning',
    '8 invalid-earning',
    '9 doctor-unknown',
    '10 line-too-long',
  ]);
});
