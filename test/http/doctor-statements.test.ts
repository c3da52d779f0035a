import t from 'tap';
import { readStatement } from '../../src/doctor-statements/read-statement.ts';
import { statementBody, statementText } from '../../src/doctor-statements/statement-text.ts';
import { verifyStatement } from '../../src/doctor-statements/verify-statement.ts';
import { printer } from '../../src/documents/printing.ts';
import { lived } from '../support/lived-months.ts';
import { pdfStreams } from '../support/unzipped.ts';

t.test('the monthly statement of a doctor', async (t) => {
  const { app, store } = await lived(t);
  const statement = (month: string, query = '', role: 'doctor' | 'finance' = 'doctor') =>
    app.call(role, 'GET', `/v1/doctors/doc-1/statements/${month}${query}`, undefined, 'doc-1');

  t.test(
    'of a month that is over closes: what was there, came and went is what is left',
    async (t) => {
      const { status, body } = await statement('2026-11');
      t.equal(status, 200);
      t.match(body, {
        doctorId: 'doc-1',
        month: '2026-11',
        state: 'closed',
        opening: '0.00',
        earned: '3500.00',
        reversed: '120.50',
        tax: '440.00',
        paid: '2560.00',
        adjustments: '0.00',
        closing: '379.50',
        bySource: [{ source: 'consultation', earned: '3500.00' }],
        byPayer: [
          {
            payerId: 'pay-1',
            legalName: '示例医院',
            closingParts: { payable: '300.00', held: '79.50', inFlight: '0.00' },
          },
        ],
        asOf: String,
      });
      t.match(
        [...(body.lines ?? [])].map(({ kind, ref, amount }) => `${kind} ${ref} ${amount}`),
        [
          'earning e-1 3000.00',
          'earning e-2 500.00',
          'reversal e-2 -120.50',
          /^payout-paid .* -3000.00$/,
        ],
      );
      t.match(body.lines?.[3], {
        tax: '440.00',
        paid: '2560.00',
        happenedAt: '2026-11-28T11:00:00+08:00',
      });
      t.match(
        [...(body.moves ?? [])].map(
          ({ kind, from, to, amount }) => `${kind} ${from} ${to} ${amount}`,
        ),
        ['hold payable held 79.50', 'withdrawal payable inFlight 3000.00'],
      );
    },
  );

  t.test(
    'of the month under way is provisional, begins where the last ended, shows what came back',
    async (t) => {
      t.match((await statement('2026-12')).body, {
        state: 'provisional',
        opening: '379.50',
        earned: '0.00',
        tax: '0.00',
        paid: '-2560.00',
        closing: '2939.50',
        byPayer: [{ closingParts: { returned: '2560.00' } }],
        lines: [{ kind: 'payout-returned', amount: '2560.00' }],
      });
    },
  );

  t.test('of a month in which nothing happened stands where the one before it ended', async (t) => {
    app.setNow('2027-02-05T10:00:00+08:00');
    t.match((await statement('2027-01')).body, {
      state: 'closed',
      opening: '2939.50',
      closing: '2939.50',
      lines: [],
      through: { revision: -1, link: /.{43}/ },
    });
    app.setNow('2026-12-05T10:00:00+08:00');
  });

  t.test(
    'is there for months between registration and now only, and for registered doctors',
    async (t) => {
      for (const month of ['2026-10', '2027-01'])
        t.match(await statement(month), { status: 422, body: { code: 'out-of-time' } });
      t.match((await statement('2026-13')).body, { errors: [{ path: 'month' }] });
      const nobody = await app.call('finance', 'GET', '/v1/doctors/doc-9/statements/2026-11');
      t.match(nobody.body, { code: 'doctor-unknown' });
    },
  );

  t.test('comes as JSON, CSV and printable pages, each of which the log confirms', async (t) => {
    const json = await statement('2026-11');
    t.equal((await statement('2026-11', '', 'finance')).body.hash, json.body.hash);
    const csv = await statement('2026-11', '?format=csv');
    t.match(csv.headers, {
      'content-type': /text\/csv/,
      'content-disposition': /statement-2026-11\.csv/,
    });
    t.match(csv.text, 'opening,,,,,pay-1,0.00,,\n');
    const pdf = await pdfOf('2026-11');
    t.equal(pdf.toString('latin1', 0, 5), '%PDF-');
    const attached = pdfStreams(pdf).find((text) => text.startsWith('{"doctorId"'));
    t.match(JSON.parse(attached ?? '{}'), { closing: '379.50' });
    const onWindows = Buffer.from(`${csv.text.replaceAll('\n', '\r\n')}\r\n`);
    for (const file of [Buffer.from(json.text), Buffer.from(csv.text), onWindows, pdf])
      t.match(await verifyStatement(store, file), { verdict: 'matches' });
    for (const month of ['2026-12', '2026-11'])
      t.match(await verifyStatement(store, await pdfOf(month)), { verdict: 'matches' });
  });

  t.test('does not pass once a digit of it is changed, whatever its form', async (t) => {
    const json = (await statement('2026-11')).text;
    const csv = (await statement('2026-11', '?format=csv')).text;
    const pdf = await pdfOf('2026-11');
    const at = pdf.indexOf('stream\n') + 60;
    const spoiled = Buffer.from(pdf);
    spoiled[at] = (spoiled[at] ?? 0) ^ 1;
    const verdict = async (file: Buffer | string) =>
      (await verifyStatement(store, Buffer.from(file))).verdict;
    t.equal(await verdict(json.replace('379.50', '979.50')), 'content-differs');
    t.equal(await verdict(csv.replace('379.50', '979.50')), 'content-differs');
    t.equal(await verdict(spoiled), 'content-differs');
    t.equal(
      await verdict(
        json.replaceAll(/lotus-statement 2026-11 closed \d+/g, 'lotus-statement 2026-11 closed 3'),
      ),
      'hash-differs',
    );
    t.equal(await verdict(json.replaceAll('doc-1', 'doc-2')), 'account-unknown');
    t.equal(await verdict('{"statement":"of nothing"}'), 'not-a-statement');
  });

  t.test('is not closed while a slower clock may still add to its month', async (t) => {
    for (const [now, state] of [
      ['2026-12-01T00:09:59+08:00', 'provisional'],
      ['2026-12-01T00:10:00+08:00', 'closed'],
    ] as const) {
      app.setNow(now);
      t.match((await statement('2026-11')).body, { state }, now);
    }
    app.setNow('2026-12-05T10:00:00+08:00');
  });

  t.test('does not pass as closed where more was recorded in its month', async (t) => {
    const asked = {
      account: 'doc-1',
      month: '2026-11',
      since: '2026-11',
      state: 'closed',
      upTo: 3,
    };
    const read = await readStatement(store, asked as Parameters<typeof readStatement>[1]);
    const early = Buffer.from(JSON.stringify(statementBody(statementText(read))));
    t.match(await verifyStatement(store, early), { verdict: 'more-recorded' });
  });

  t.test('cannot be compared where another version laid out the pages, and says so', async (t) => {
    const other = Buffer.from(printer.replace(/1$/, '0'));
    const pdf = await pdfOf('2026-11');
    for (let at = pdf.indexOf(printer); at >= 0; at = pdf.indexOf(printer)) other.copy(pdf, at);
    t.match(await verifyStatement(store, pdf), { verdict: 'printed-otherwise' });
  });

  t.test('shows neither names nor cards', async (t) => {
    for (const format of ['json', 'csv'])
      t.notMatch((await statement('2026-11', `?format=${format}`)).text, /郭洋霞|0869|card/);
  });

  const pdfOf = async (month: string): Promise<Buffer> => {
    const answer = await app.app.inject({
      url: `/v1/doctors/doc-1/statements/${month}?format=pdf`,
      headers: { authorization: `Bearer ${await app.tokenOf('doctor', 'doc-1')}` },
    });
    return answer.rawPayload;
  };
});
