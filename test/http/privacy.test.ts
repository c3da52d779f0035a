import t from 'tap';
import {
  accountNumber,
  bindDoctor,
  buildTestApp,
  cardNumber,
  doctorName,
  earning,
  registerDoctor,
} from '../support/test-app.ts';

/** Looks wrong to the check, and is nobody's either. */
const unlikelyNumber = '6228482357073380868';
const malformedNumber = '62284823570733x';
const patient = 'patient-zhang-san';

/** Goal: what only the vault may know appears in no answer, header or log, whatever was asked or went wrong. */
t.test('no card number, account number, name or patient ever leaves', async (t) => {
  const app = await buildTestApp(t);
  await registerDoctor(app);
  await registerDoctor(app, 'doc-2');
  await bindDoctor(app, { doctorId: 'doc-2' });
  const bind = (body: object) =>
    app.call('doctor', 'PUT', '/v1/doctors/doc-1/bank-card', body, 'doc-1');

  t.test('on binding, in every way to get it wrong', async (t) => {
    // @ts-expect-error Json stands for any answer here.
    const { last4, ...rest } = (await bind({ cardNumber, bankCode: 'ABC' })).body;
    t.equal(last4, cardNumber.slice(-4));
    t.same(Object.keys(rest).toSorted(), ['bankCode', 'boundAt', 'position', 'usableFrom']);
    const wrong: readonly (readonly [number, object])[] = [
      [422, { cardNumber: unlikelyNumber, bankCode: 'ABC' }],
      [400, { cardNumber: malformedNumber, bankCode: 'ABC' }],
      [400, { cardNumber: Number(cardNumber), bankCode: 'ABC' }],
      [400, { cardNumber, bankCode: cardNumber }],
      [400, { cardNumber, bankCode: 'ABC', [cardNumber]: true }],
      [400, { cardNumber, bankCode: 'ABC', confirmed: cardNumber }],
      [400, { cardNumber: [cardNumber], bankCode: 'ABC' }],
      [400, { bankCode: 'ABC', number: cardNumber }],
    ];
    for (const [status, body] of wrong) t.equal((await bind(body)).status, status);
    t.equal(
      (await bind({ cardNumber: unlikelyNumber, bankCode: 'ABC', confirmed: true })).status,
      201,
    );
    const url = `/v1/doctors/doc-1/bank-card/${cardNumber}`;
    t.equal((await app.call('doctor', 'GET', url, undefined, 'doc-1')).status, 404);
    const broken = await app.inject({
      method: 'PUT',
      url: '/v1/doctors/doc-1/bank-card',
      headers: {
        authorization: `Bearer ${await app.tokenOf('doctor', 'doc-1')}`,
        'content-type': 'application/json',
      },
      payload: `{"cardNumber": "${cardNumber}", `,
    });
    t.match(broken, { status: 400, body: { code: 'malformed-json' } });
  });

  t.test('on registering with another name', async (t) => {
    const named = (body: object) => app.call('platform', 'PUT', '/v1/doctors/doc-1', body);
    t.equal((await named({ kind: 'doctor', name: `${doctorName}二` })).status, 409);
    t.equal((await named({ kind: 'nurse', name: doctorName })).status, 400);
    t.equal((await named({ kind: 'doctor', name: doctorName, [doctorName]: 1 })).status, 400);
  });

  t.test('in what is read by anyone, the facts as they are stored among it', async (t) => {
    // A card that was changed cools off for a day.
    app.setNow('2026-11-26T10:00:00+08:00');
    const told = earning({ patientRef: patient });
    await app.call('platform', 'POST', '/v1/earnings', told);
    await app.call('platform', 'POST', '/v1/earnings', { ...told, gross: '1.00' });
    await app.call(
      'doctor',
      'POST',
      '/v1/doctors/doc-1/withdrawals',
      { withdrawalId: 'w', amount: '1000' },
      'doc-1',
    );
    const read = ['doctors', 'payouts', 'trial-balance', 'withdrawals/w', 'doctors/doc-1/balance'];
    for (const path of [...read, 'doctors/doc-1/entries', 'payers/pay-1', 'journal'])
      t.equal((await app.call('finance', 'GET', `/v1/${path}`)).status, 200, path);
    for (const stream of [
      'payee-doc-1',
      'payee-doc-2',
      'organization-org-1',
      'account-doc-1-2026-11',
    ])
      t.equal((await app.call('auditor', 'GET', `/v1/streams/${stream}`)).status, 200, stream);
    await app.call('doctor', 'GET', '/v1/doctors/doc-1/bank-card', undefined, 'doc-1');
    await app.call(undefined, 'GET', '/metrics');
  });

  const everything = app.answered() + app.logged();
  for (const [what, text] of Object.entries({
    cardNumber,
    unlikelyNumber,
    malformedNumber,
    accountNumber,
    doctorName,
    patient,
  }))
    t.notOk(everything.includes(text), what);
  t.ok(everything.includes(cardNumber.slice(-4)), 'the last four digits do');
});
