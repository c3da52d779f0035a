import t from 'tap';
import type { Instant } from '../../domain/time.ts';
import { lived } from '../support/lived-months.ts';
import { unzipped } from '../support/unzipped.ts';

t.test('the withholding worksheet of a payer', async (t) => {
  const { app, payoutId, told } = await lived(t);
  const worksheet = (month: string, query = '') =>
    app.call('finance', 'GET', `/v1/payers/pay-1/withholding/${month}${query}`);

  t.test('lists every posting of the month, and sums to what the books withheld', async (t) => {
    t.match((await worksheet('2026-11')).body, {
      payerId: 'pay-1',
      month: '2026-11',
      lines: [
        {
          at: '2026-11-28T11:00:00+08:00',
          doctorId: 'doc-1',
          payoutId,
          taxMethod: 'labor-monthly',
          taxMonth: '2026-11',
          gross: '3000.00',
          tax: '440.00',
          net: '2560.00',
        },
      ],
      total: { gross: '3000.00', tax: '440.00', net: '2560.00' },
      taxWithheld: '440.00',
      asOf: String,
    });
    t.match((await worksheet('2026-12')).body, { lines: [], taxWithheld: '0.00' });
  });

  t.test('shows a payment that was undone in the month in which it was', async (t) => {
    const undone = { type: 'CancelPayout', payoutId, reason: 'x', by: 'one' } as const;
    await told(undone, '2026-12-04T10:00:00+08:00' as Instant);
    t.match((await worksheet('2026-11')).body, { taxWithheld: '440.00' });
    t.match((await worksheet('2026-12')).body, {
      lines: [{ gross: '-3000.00', tax: '-440.00', net: '-2560.00', taxMonth: '2026-11' }],
      total: { tax: '-440.00' },
      taxWithheld: '-440.00',
    });
  });

  t.test('comes as CSV and as a spreadsheet', async (t) => {
    const csv = await worksheet('2026-11', '?format=csv');
    t.match(csv.headers, { 'content-disposition': /withholding-2026-11\.csv/ });
    t.equal(
      csv.text,
      'at,doctorId,payoutId,taxMethod,taxMonth,gross,tax,net\n' +
        `2026-11-28T11:00:00+08:00,doc-1,${payoutId},labor-monthly,2026-11,3000.00,440.00,2560.00\n`,
    );
    const xlsx = await app.app.inject({
      url: '/v1/payers/pay-1/withholding/2026-11?format=xlsx',
      headers: { authorization: `Bearer ${await app.tokenOf('auditor')}` },
    });
    t.match(xlsx.headers['content-type'], 'spreadsheetml');
    const sheet = [...unzipped(xlsx.rawPayload)].find(([name]) => name.includes('sheet1'))?.[1];
    for (const value of ['3000', '440', '2560']) t.equal(sheet?.split(`<v>${value}</v>`).length, 3);
  });

  t.test('is there for payers who are registered, and months that have begun', async (t) => {
    t.match((await worksheet('2027-01')).body, { code: 'out-of-time' });
    const nobody = await app.call('finance', 'GET', '/v1/payers/pay-9/withholding/2026-11');
    t.match(nobody.body, { code: 'payer-unknown' });
  });
});
