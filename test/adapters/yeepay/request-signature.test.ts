import t from 'tap';
import { parseAuthorization } from '../../../adapters/yeepay/protocol/authorization.ts';
import { canonicalPairs, wirePairs } from '../../../adapters/yeepay/protocol/encoding.ts';
import {
  authorization,
  canonicalRequest,
  contentHash,
  isSigned,
  mandatoryHeaders,
} from '../../../adapters/yeepay/protocol/request-signature.ts';
import { rsaSigner, rsaVerifier } from '../../../adapters/yeepay/protocol/signer.ts';
import { signVectors, testKeys } from '../../support/yeepay-vectors.ts';

const signer = rsaSigner(testKeys.merchantPrivateKeyPem);
const verifier = rsaVerifier(testKeys.merchantPublicKeyPem);

type Vector = (typeof signVectors)[number];
const signableOf = ({ method, path, params, content_sha256, app_key, request_id }: Vector) => ({
  method,
  path,
  query: method === 'GET' ? (params ?? {}) : {},
  headers: {
    'x-yop-appkey': app_key,
    'x-yop-content-sha256': content_sha256,
    'x-yop-request-id': request_id,
  },
});

for (const vector of signVectors) {
  t.test(`${vector.name} is signed as the provider's own client signs it`, async (t) => {
    const { app_key, timestamp, content_sha256 } = vector;
    const content = vector.json_body ?? canonicalPairs(vector.params ?? {});
    t.equal(contentHash(vector.method === 'GET' ? '' : content), content_sha256);
    const auth = `yop-auth-v3/${app_key}/${timestamp}/1800`;
    const canonical = canonicalRequest(auth, signableOf(vector), mandatoryHeaders);
    t.equal(canonical, vector.canonical_request);
    const header = await authorization(signer, signableOf(vector), app_key, timestamp);
    t.equal(header, vector.authorization);
  });

  t.test(`${vector.name} travels as the provider's own client sends it`, async (t) => {
    if (vector.json_body !== null) {
      t.equal(vector.http_body, vector.json_body);
      return;
    }
    const wire = vector.http_body ?? vector.url.split('?')[1] ?? '';
    t.equal(wirePairs(vector.params ?? {}), wire);
    t.equal(canonicalPairs(vector.params ?? {}), vector.canonical_params ?? '');
  });

  t.test(`${vector.name} is recognised as genuine, and not when changed`, async (t) => {
    const parsed = parseAuthorization(vector.authorization);
    if (parsed === undefined) throw new Error('The header should have been understood');
    t.equal(parsed.appKey, vector.app_key);
    t.equal(parsed.timestamp, vector.timestamp);
    t.equal(parsed.expireSeconds, 1800);
    const genuine = signableOf(vector);
    t.ok(isSigned(verifier, parsed, genuine));
    t.notOk(isSigned(verifier, parsed, { ...genuine, path: `${genuine.path}/x` }));
    t.notOk(isSigned(verifier, parsed, { ...genuine, method: 'PUT' }));
    const headers = { ...genuine.headers, 'x-yop-request-id': 'another' };
    t.notOk(isSigned(verifier, parsed, { ...genuine, headers }));
    t.notOk(isSigned(verifier, { ...parsed, signedHeaders: ['x-yop-appkey'] }, genuine));
  });
}

t.test('more headers may be signed than must be', async (t) => {
  const [vector] = signVectors;
  if (vector === undefined) throw new Error('There is no vector');
  const { headers, ...rest } = signableOf(vector);
  const request = { ...rest, headers: { ...headers, 'content-type': 'application/json' } };
  const signedHeaders = ['content-type', ...mandatoryHeaders];
  const auth = `yop-auth-v3/${vector.app_key}/${vector.timestamp}/1800`;
  const signature = signer.sign(canonicalRequest(auth, request, signedHeaders));
  const header = `${signer.scheme} ${auth}/${signedHeaders.join(';')}/${signature}`;
  const parsed = parseAuthorization(header);
  t.ok(parsed !== undefined && isSigned(verifier, parsed, request));
});

t.test('a header that is not one of ours is not understood', async (t) => {
  const [scheme, value = ''] = (signVectors[0]?.authorization ?? '').split(' ');
  for (const header of [
    undefined,
    '',
    value,
    `YOP-SM2-SM3 ${value}`,
    `${scheme} ${value}/more`,
    `${scheme} ${value} more`,
    `${scheme} ${value.replace('v3', 'v2')}`,
    `${scheme} ${value.replace('/1800/', '/soon/')}`,
  ]) {
    t.equal(parseAuthorization(header), undefined);
  }
});
