import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import t from 'tap';
import { KeysUnreachable, tokenCheck } from '../../src/http/token-check.ts';
import { developmentToken } from '../../src/tokens.ts';
import { buildTestApp } from '../support/test-app.ts';

const jwtSecret = 'a secret that nobody else has, 32 bytes';
const hour = 3_600;
const start = Math.floor(Date.now() / 1000);

t.test('a token', async (t) => {
  let now = start;
  const check = tokenCheck({ jwtSecret }, () => now);
  const signed = (claims: object, alg = 'HS256', secret = jwtSecret) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));

  t.test('says who asks', async (t) => {
    const token = await developmentToken(jwtSecret, { role: 'doctor', sub: 'u-1', party: 'doc-1' });
    const caller = { role: 'doctor', sub: 'u-1', party: 'doc-1', actor: 'doctor:u-1' };
    t.same(await check(token), caller);
    t.same(check(token), caller, 'the second time without verifying anew');
  });

  t.test('is good until it expires, also when it was seen before', async (t) => {
    now = start;
    const token = await signed({ role: 'finance', sub: 'u', exp: start + hour });
    t.ok(await check(token));
    now = start + hour - 1;
    t.ok(await check(token));
    now = start + hour;
    t.equal(await check(token), undefined);
    now = start;
  });

  t.test('is refused when forged, early, or without what it must say', async (t) => {
    const good = { role: 'finance', sub: 'u' };
    const [head = '', body = '', seal = ''] = (await signed(good)).split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const other = Buffer.from(JSON.stringify({ ...good, role: 'platform' })).toString('base64url');
    for (const token of [
      '',
      'x',
      `${none}.${body}.`,
      `${head}.${other}.${seal}`,
      await signed(good, 'HS256', 'another secret of thirty-two bytes'),
      await signed(good, 'HS512', `${jwtSecret}${jwtSecret}`),
      await signed({ ...good, nbf: start + hour }),
      await signed({ ...good, role: 'god' }),
      await signed({ role: 'finance' }),
      await signed({ role: 'doctor', sub: 'u' }),
      await signed({ role: 'organization', sub: 'u' }),
    ])
      t.equal(await check(token), undefined, token.slice(0, 40));
  });
});

t.test('keys published at an address', async (t) => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const stranger = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' };
  let status = 500;
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const jwksUrl = `http://127.0.0.1:${port}/jwks`;
  const token = (key: CryptoKey) =>
    new SignJWT({ role: 'finance', sub: 'u' })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .sign(key);

  t.test('verify tokens; out of reach they blame no token', async (t) => {
    const check = tokenCheck({ jwksUrl }, () => start);
    await t.rejects(async () => check(await token(privateKey)), KeysUnreachable);
    status = 200;
    t.match(await tokenCheck({ jwksUrl }, () => start)(await token(privateKey)), { sub: 'u' });
    t.equal(
      await tokenCheck({ jwksUrl }, () => start)(await token(stranger.privateKey)),
      undefined,
    );
  });

  t.test('a shared secret is no key there', async (t) => {
    const forged = await developmentToken(jwtSecret, { role: 'finance', sub: 'u' });
    t.equal(await tokenCheck({ jwksUrl }, () => start)(forged), undefined);
  });

  t.test('out of reach are answered with "try again", not with "who are you"', async (t) => {
    status = 500;
    const app = await buildTestApp(t, { auth: { jwksUrl } });
    const answer = await app.inject({
      method: 'GET',
      url: '/v1/trial-balance',
      headers: { authorization: `Bearer ${await token(privateKey)}` },
    });
    t.match(answer, {
      status: 503,
      headers: { 'retry-after': '1' },
      body: { code: 'keys-unreachable' },
    });
  });
});

t.test('the scheme may be written in any case', async (t) => {
  const app = await buildTestApp(t);
  const authorization = `bearer ${await app.tokenOf('finance')}`;
  const { status } = await app.inject({
    method: 'GET',
    url: '/v1/trial-balance',
    headers: { authorization },
  });
  t.equal(status, 200);
});
