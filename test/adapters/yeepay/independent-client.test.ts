import { generateKeyPairSync } from 'node:crypto';
import t from 'tap';
import { request } from 'undici';
import { z } from 'zod';
import { yeepaySandbox } from '../../../adapters/yeepay/sandbox/server.ts';
import { signVectors, testKeys } from '../../support/yeepay-vectors.ts';
import { isGenuine, type YopCall, type YopRequest, yopClient } from '../../support/yop-client.ts';

const { appKey, merchantPrivateKeyPem, platformPrivateKeyPem, platformPublicKeyPem } = testKeys;
const { merchantPublicKeyPem } = testKeys;
const merchantNo = '10000000001';

const sandbox = await yeepaySandbox({
  host: '127.0.0.1',
  port: 0,
  appKey,
  merchantPublicKeyPem,
  platformPrivateKeyPem,
});
t.teardown(() => sandbox.close());

const url = `${sandbox.url}/yop-center`;
const client = yopClient({ url, appKey, privateKeyPem: merchantPrivateKeyPem });

const funded = await request(`${sandbox.url}/sandbox/fundings`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ fundingId: 'f1', merchantNo, amount: '1000.00' }),
});
await funded.body.dump();

const orderJson = (requestNo: string): string =>
  JSON.stringify({
    parentMerchantNo: merchantNo,
    merchantNo,
    requestNo,
    orderAmount: '12.50',
    receiveType: 'REAL_TIME',
    receiverInfo: {
      receiverAccountNo: '6222020000000000000',
      receiverAccountName: '李四·阿依古丽',
      bankAccountType: 'DEBIT_CARD',
    },
    comments: '8月 出诊费',
  });

const jsonOrder = (requestNo: string): YopCall => ({
  method: 'POST',
  path: '/rest/v2.0/account/pay/order',
  json: orderJson(requestNo),
});

const formOrder = (requestNo: string): YopCall => ({
  method: 'POST',
  path: '/rest/v1.0/account/pay/order',
  parameters: {
    parentMerchantNo: merchantNo,
    merchantNo,
    requestNo,
    orderAmount: '0.01',
    receiveType: 'REAL_TIME',
    receiverAccountNo: '6222020000000000000',
    receiverAccountName: '李四·阿依古丽',
    bankAccountType: 'DEBIT_CARD',
    comments: "8月 出诊费+补贴 (A/B) 100% & ~*!'",
    notifyUrl: 'http://127.0.0.1:9/yop/notify?x=1&y=2',
  },
});

const balance: YopCall = {
  method: 'GET',
  path: '/rest/v1.0/account/accountinfos/query',
  parameters: { merchantNo, remark: 'a b+c*d~e 中😀' },
};

const accepted = z.object({ result: z.looseObject({ returnCode: z.literal('UA00000') }) });
const refused = z.object({ code: z.string(), subCode: z.string() });

const sent = async (call: YopCall, tamper: (request: YopRequest) => YopRequest = (same) => same) =>
  client.send(tamper(client.prepare(call)));

const refusal = async (call: YopCall, tamper?: (request: YopRequest) => YopRequest) => {
  const { status, body } = await sent(call, tamper);
  const { code, subCode } = refused.parse(JSON.parse(body));
  return `${status} ${code} ${subCode}`;
};

const notSigned = '500 40047 isv.authentication.digest.verify-failure';
const otherContent = '500 40047 isv.authentication.digest.integrity-checking-failure';

t.test('a request signed by an independent client is accepted', async (t) => {
  const calls: readonly (readonly [string, YopCall])[] = [
    ['an order in JSON', jsonOrder('INDEPENDENT1')],
    ['an order as a form, encoded twice', formOrder('INDEPENDENT2')],
    ['an order as a form, encoded once', { ...formOrder('INDEPENDENT3'), encodedTimes: 1 }],
    ['a query, encoded twice', balance],
    ['a query, encoded once', { ...balance, encodedTimes: 1 }],
    ['with more headers signed', { ...jsonOrder('INDEPENDENT4'), alsoSigned: ['content-type'] }],
    ['half an hour old but for a moment', { ...balance, at: new Date(Date.now() - 1_790_000) }],
  ];
  for (const [name, call] of calls) {
    const answer = await sent(call);
    t.equal(answer.status, 200, name);
    t.ok(accepted.safeParse(JSON.parse(answer.body)).success, `${name}: ${answer.body}`);
    t.ok(isGenuine(answer, platformPublicKeyPem), `${name}: the answer is signed`);
  }
});

t.test('the independent client signs as the vectors of the provider do', async (t) => {
  for (const vector of signVectors) {
    const { method, path, params, json_body, timestamp } = vector;
    const prepared = client.prepare({
      method,
      path,
      parameters: params ?? {},
      ...(json_body === null ? {} : { json: json_body }),
      at: new Date(timestamp),
    });
    t.equal(prepared.headers['x-yop-content-sha256'], vector.content_sha256, vector.name);
    t.equal(prepared.body, vector.http_body ?? '', vector.name);
    t.equal(`${prepared.path}${prepared.search}`, vector.url.split('/yop-center')[1], vector.name);
  }
});

t.test('answers are signed in both dialects of Base64, taking turns', async (t) => {
  const signatures: string[] = [];
  for (let turn = 0; turn < 8; turn += 1) signatures.push((await sent(balance)).signature ?? '');
  t.ok(signatures.some((one) => /=\$SHA256$/.test(one)));
  t.ok(signatures.some((one) => !/=/.test(one)));
});

t.test('a request that was tampered with is refused', async (t) => {
  const order = jsonOrder('TAMPERED');
  const header = (name: string, value: string) => (one: YopRequest) => ({
    ...one,
    headers: { ...one.headers, [name]: value },
  });

  t.test('when another amount stands in its body', async (t) => {
    const more = (one: YopRequest) => ({ ...one, body: one.body.replace('12.50', '99.50') });
    t.equal(await refusal(order, more), otherContent);
    t.equal(
      await refusal(formOrder('TAMPERED'), (one) => ({
        ...one,
        body: one.body.replace('orderAmount=0.01', 'orderAmount=0.02'),
      })),
      otherContent,
    );
  });

  t.test('when its hash was made to fit another body', async (t) => {
    const body = orderJson('TAMPERED').replace('12.50', '99.50');
    const other = client.prepare({ ...order, json: body });
    const hash = other.headers['x-yop-content-sha256'] ?? '';
    t.equal(
      await refusal(order, (one) => ({ ...header('x-yop-content-sha256', hash)(one), body })),
      notSigned,
    );
  });

  t.test('when it asks about another merchant than was signed', async (t) => {
    const other = (one: YopRequest) => ({
      ...one,
      search: one.search.replace(merchantNo, '10000000002'),
    });
    t.equal(await refusal(balance, other), notSigned);
  });

  t.test('when it goes to another address than was signed', async (t) => {
    const path = '/rest/v1.0/account/balance/query';
    t.equal(await refusal(balance, (one) => ({ ...one, path })), notSigned);
  });

  t.test('when a signed header was changed', async (t) => {
    t.equal(await refusal(order, header('x-yop-request-id', 'another')), notSigned);
    const typed = { ...order, alsoSigned: ['content-type'] };
    t.equal(
      await refusal(typed, header('content-type', 'application/json; charset=utf-8')),
      notSigned,
    );
  });

  t.test('when a header that must be signed is not', async (t) => {
    for (const unsigned of ['x-yop-appkey', 'x-yop-content-sha256', 'x-yop-request-id'])
      t.equal(await refusal({ ...order, unsigned }), notSigned, unsigned);
  });

  t.test('when the time it was made at is too long ago or still to come', async (t) => {
    const at = (ms: number) => new Date(Date.now() + ms);
    t.equal(await refusal({ ...order, at: at(-1_810_000) }), notSigned);
    t.equal(await refusal({ ...order, at: at(3_600_000) }), notSigned);
  });

  t.test('when it is signed by somebody else, or not at all', async (t) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const forged = yopClient({ url, appKey, privateKeyPem }).prepare(order);
    t.equal(await refusal(order, () => forged), notSigned);
    t.equal(await refusal(order, header('authorization', '')), notSigned);
    t.equal(await refusal(order, header('authorization', 'YOP-RSA2048-SHA256 a/b/c')), notSigned);
  });

  t.test('when it names another app', async (t) => {
    const other = { url, appKey: 'app_other', privateKeyPem: merchantPrivateKeyPem };
    const prepared = yopClient(other).prepare(order);
    t.equal(await refusal(order, () => prepared), '500 40042 isv.app.not-exists');
  });

  t.test('and none of these was ordered', async (t) => {
    const { body } = await request(`${sandbox.url}/sandbox/orders`);
    const { items } = z
      .object({ items: z.array(z.object({ requestNo: z.string() })) })
      .parse(await body.json());
    t.strictSame(
      items.map(({ requestNo }) => requestNo).filter((no) => no === 'TAMPERED'),
      [],
    );
  });
});
