import fc from 'fast-check';
import t, { type Test } from 'tap';
import { notificationReader } from '../../../adapters/yeepay/notification.ts';
import { sealedEnvelope } from '../../../adapters/yeepay/protocol/sealed-envelope.ts';
import { rsaVerifier } from '../../../adapters/yeepay/protocol/signer.ts';
import type { Scenario } from '../../../adapters/yeepay/sandbox/scenarios.ts';
import { amountFromFact } from '../../../domain/money.ts';
import { notified } from '../../support/notified.ts';
import { until } from '../../support/until.ts';
import { notificationVector, testKeys } from '../../support/yeepay-vectors.ts';
import { instruction, merchantNo, yeepayWorld } from '../../support/yeepay-world.ts';

const read = notificationReader({
  privateKeyPem: testKeys.merchantPrivateKeyPem,
  platform: rsaVerifier(testKeys.platformPublicKeyPem),
});
const success = { status: 200, body: 'SUCCESS' };

const paidWith = async (t: Test, scenario: Scenario, answer = () => success) => {
  const listener = await notified(t, answer);
  const world = await yeepayWorld(t, { client: { notifyUrl: listener.url } });
  await world.fund('1000.00');
  await world.rules({ scenario, requestNo: 'P1' });
  await world.provider.order(instruction('P1'));
  return { ...world, bodies: listener.bodies };
};

t.test("the provider's own notifications are read, in both dialects", async (t) => {
  for (const body of [notificationVector.form_body_standard, notificationVector.form_body_urlsafe])
    t.match(read(body), { merchantNo: '10000000001', requestNo: 'PO202601150001' });
  const raw = `response=${notificationVector.envelope_urlsafe}&customerIdentification=x`;
  t.match(read(raw), { requestNo: 'PO202601150001' });
});

t.test('what is not genuine is nothing, whatever it is', async (t) => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (body) => {
      return read(body) === undefined && read(`response=${encodeURIComponent(body)}`) === undefined;
    }),
    { numRuns: 200 },
  );
  const sealed = (text: string) =>
    `response=${encodeURIComponent(sealedEnvelope(text, testKeys, 'base64'))}`;
  for (const text of ['', 'no json', '{}', '[]', 'null', '{"requestNo":"P1"}'])
    t.equal(read(sealed(text)), undefined);
});

t.test('an order that ends is notified', async (t) => {
  const { bodies } = await paidWith(t, 'pay');
  const body = await until(() => bodies[0]);
  t.strictSame(read(body), { merchantNo, requestNo: 'P1', amount: amountFromFact('120.00') });
});

t.test('it is notified again until somebody says SUCCESS', async (t) => {
  const answers = [{ status: 500, body: 'SUCCESS' }, { status: 200, body: 'OK' }, success];
  const { bodies, ask } = await paidWith(t, 'pay', () => answers.shift() ?? success);
  await until(() => bodies[2]);
  type Orders = { items: { requestNo: string; status: string }[] };
  const { items } = await ask<Orders>('/sandbox/orders');
  t.match(items, [{ requestNo: 'P1', status: 'SUCCESS' }]);
  for (const body of bodies) t.match(read(body), { requestNo: 'P1' });
});

t.test('it may be notified twice', async (t) => {
  const { bodies } = await paidWith(t, 'notify-twice');
  const second = await until(() => bodies[1]);
  t.match(read(second), { requestNo: 'P1' });
});

t.test('the news may come before the answer', async (t) => {
  const { bodies } = await paidWith(t, 'notify-first');
  t.equal(bodies.length, 1, 'they had come when the order was answered');
  t.match(read(bodies[0] ?? ''), { requestNo: 'P1' });
});

for (const scenario of ['notify-badly', 'notify-forged', 'notify-truncated'] as const) {
  t.test(`${scenario}: it is not believed`, async (t) => {
    const { bodies, provider } = await paidWith(t, scenario);
    const body = await until(() => bodies[0]);
    t.equal(provider.readNotification(body), undefined);
  });
}
