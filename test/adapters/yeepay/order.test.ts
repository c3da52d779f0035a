import { createServer } from 'node:http';
import t from 'tap';
import { gatewayMeaning, returnMeaning } from '../../../adapters/yeepay/answer-codes.ts';
import { type OrderTerms, orderText } from '../../../adapters/yeepay/order-text.ts';
import { yeepayProvider } from '../../../adapters/yeepay/provider.ts';
import type { Scenario } from '../../../adapters/yeepay/sandbox/scenarios.ts';
import { amountFromFact } from '../../../domain/money.ts';
import { testKeys } from '../../support/yeepay-vectors.ts';
import { instruction, merchantNo, yeepayWorld } from '../../support/yeepay-world.ts';

const terms: OrderTerms = { amountsAs: 'text' };
const written = (given: ReturnType<typeof instruction>, how: Partial<OrderTerms> = {}) =>
  JSON.parse(orderText(given, { ...terms, ...how }) ?? 'null');

t.test('only what the payment needs leaves the house', async (t) => {
  const url = 'https://pay.example.com/notified';
  const sent = written(instruction('P1'), { notifyUrl: url });
  t.strictSame(Object.keys(sent).sort(), [
    'feeChargeSide',
    'merchantNo',
    'notifyUrl',
    'orderAmount',
    'parentMerchantNo',
    'receiveType',
    'receiverInfo',
    'requestNo',
  ]);
  t.strictSame(Object.keys(sent.receiverInfo).sort(), [
    'bankAccountType',
    'receiverAccountName',
    'receiverAccountNo',
    'receiverBankCode',
  ]);
});

t.test('the requests that the provider sees carry nothing else either', async (t) => {
  const world = await yeepayWorld(t, { client: { notifyUrl: 'http://127.0.0.1:9/notified' } });
  await world.fund('1000.00');
  await world.provider.order(instruction('P1'));
  const asked = { merchantNo, requestNo: 'P1' };
  await world.provider.query(asked);
  await world.provider.cancel({ ...asked, orderNo: 'UA0', reason: 'r' });
  await world.provider.balance(merchantNo);
  type Seen = { method: string; url: string; headers: object; body: string };
  const { items } = await world.ask<{ items: Seen[] }>('/sandbox/requests');
  const holding = items.filter((one) => JSON.stringify(one).includes('6222020000000000000'));
  t.equal(items.length, 4);
  t.equal(holding.length, 1, 'the card number leaves in the order and nowhere else');
  t.notOk(
    holding.some(({ url, headers }) => `${url}${JSON.stringify(headers)}`.includes('622202')),
  );
  const allowed = new Set([
    'accept',
    'authorization',
    'connection',
    'content-length',
    'content-type',
    'host',
    'transfer-encoding',
    'x-yop-appkey',
    'x-yop-content-sha256',
    'x-yop-request-id',
    'x-yop-sdk-langs',
    'x-yop-sdk-version',
  ]);
  for (const { headers } of items)
    t.strictSame(
      Object.keys(headers).filter((name) => !allowed.has(name)),
      [],
    );
});

t.test(
  'an order is the same bytes each time, with two decimals, as text or as number',
  async (t) => {
    const order = instruction('P1', { amount: amountFromFact('9999999999.90') });
    const again = orderText({ ...order }, { ...terms });
    const first = orderText(order, terms);
    t.ok(first !== undefined && first === again);
    t.ok(first?.startsWith('{"orderAmount":"9999999999.90",'));
    const asNumber = orderText(order, { ...terms, amountsAs: 'number' });
    t.ok(asNumber?.startsWith('{"orderAmount":9999999999.90,'));
  },
);

t.test("bank codes are the provider's own, by table", async (t) => {
  const bankCodes = { ICBC: 'ICBC1' };
  t.equal(written(instruction('P1')).receiverInfo.receiverBankCode, 'ICBC');
  t.equal(written(instruction('P1'), { bankCodes }).receiverInfo.receiverBankCode, 'ICBC1');
  const unmapped = instruction('P1', { bankCode: 'CCB' });
  t.notOk('receiverBankCode' in written(unmapped, { bankCodes }).receiverInfo);
  const corporate = instruction('P1', { bankCode: 'CCB', accountKind: 'corporate' });
  t.equal(orderText(corporate, { ...terms, bankCodes }), undefined);
  t.equal(written(corporate).receiverInfo.bankAccountType, 'PUBLIC_CARD');
});

t.test('a corporate account whose bank is not mapped is not sent', async (t) => {
  const world = await yeepayWorld(t, { client: { bankCodes: {} } });
  await world.fund('1000.00');
  const corporate = instruction('P1', { accountKind: 'corporate' });
  const answer = await world.provider.order(corporate);
  t.match(answer, { outcome: 'not-sent', cause: 'misconfigured' });
  const { items } = await world.ask<{ items: object[] }>('/sandbox/requests');
  t.equal(items.length, 0);
});

for (const scenario of [
  'timeout-before',
  'timeout-after',
  'drop-before',
  'drop-connection',
  'bad-gateway',
  'bad-gateway-after',
  'unsigned-answer',
  'wrong-signature',
  'unavailable',
] satisfies readonly Scenario[]) {
  t.test(`${scenario}: the order may have happened`, async (t) => {
    const world = await yeepayWorld(t, { client: { readTimeoutMs: 300, connectTimeoutMs: 300 } });
    await world.fund('1000.00');
    await world.rules({ scenario, requestNo: 'P1' });
    t.match(await world.provider.order(instruction('P1')), { outcome: 'may-have-happened' });
  });
}

t.test('nobody listening: it certainly was not sent', async (t) => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const address = closed.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  await new Promise((resolve) => closed.close(resolve));
  const provider = yeepayProvider({
    url: `http://127.0.0.1:${port}/yop-center`,
    appKey: testKeys.appKey,
    privateKeyPem: testKeys.merchantPrivateKeyPem,
    platformPublicKeyPem: testKeys.platformPublicKeyPem,
    now: () => Date.now(),
  });
  t.teardown(() => provider.close());
  const answer = await provider.order(instruction('P1'));
  t.match(answer, { outcome: 'not-sent', cause: 'unreachable', detail: 'ECONNREFUSED' });
  t.match(await provider.query({ merchantNo, requestNo: 'P1' }), { outcome: 'unknown' });
});

t.test('the same number again, answered with an error: a query decides', async (t) => {
  const world = await yeepayWorld(t);
  await world.fund('1000.00');
  await world.say('/sandbox/switches', { repeats: 'error' });
  await world.provider.order(instruction('P1'));
  t.match(await world.provider.order(instruction('P1')), { outcome: 'may-have-happened' });
  const other = instruction('P1', { amount: amountFromFact('1.00') });
  t.match(await world.provider.order(other), { outcome: 'may-have-happened' });
  t.match(await world.provider.query({ merchantNo, requestNo: 'P1' }), {
    outcome: 'found',
    amount: amountFromFact('120.00'),
  });
});

t.test('a code that nobody knows may have happened', async (t) => {
  t.equal(gatewayMeaning('40020', 'sys.service.retryable'), 'may-have-happened');
  t.equal(gatewayMeaning('40042', 'isv.never.heard-of'), 'unclassified');
  t.equal(gatewayMeaning('constructor', 'name'), 'unclassified');
  t.equal(returnMeaning('UA00001'), 'may-have-happened');
  t.equal(returnMeaning('UA99999'), 'unclassified');
  t.equal(returnMeaning('toString'), 'unclassified');
  t.equal(returnMeaning('UA00012'), 'payer-short-of-funds');
});
