import t from 'tap';
import { envelopeOpener } from '../../../adapters/yeepay/protocol/envelope.ts';
import { sealedEnvelope } from '../../../adapters/yeepay/protocol/sealed-envelope.ts';
import { rsaVerifier } from '../../../adapters/yeepay/protocol/signer.ts';
import { notificationVector, testKeys } from '../../support/yeepay-vectors.ts';

const open = envelopeOpener({
  privateKeyPem: testKeys.merchantPrivateKeyPem,
  platform: rsaVerifier(testKeys.platformPublicKeyPem),
});
const { plaintext, envelope_standard, envelope_urlsafe } = notificationVector;

t.test("the provider's envelope opens in both Base64 dialects", async (t) => {
  t.ok(plaintext.includes('$'), 'the text itself holds what separates the parts');
  t.ok(open(envelope_standard) === plaintext);
  t.ok(open(envelope_urlsafe) === plaintext);
});

t.test('what is sealed can be opened', async (t) => {
  for (const dialect of ['base64', 'base64url'] as const) {
    t.equal(open(sealedEnvelope('{"requestNo":"P$1"}', testKeys, dialect)), '{"requestNo":"P$1"}');
  }
});

t.test('an envelope of anybody else does not open', async (t) => {
  // Anyone who knows our public key can build one; only the platform can sign what is inside.
  const forged = { ...testKeys, platformPrivateKeyPem: testKeys.merchantPrivateKeyPem };
  t.equal(open(sealedEnvelope('{"requestNo":"P1"}', forged, 'base64')), undefined);
});

t.test('a damaged envelope gives nothing and never fails in another way', async (t) => {
  const [key = '', sealed = '', algorithm, digest] = envelope_urlsafe.split('$');
  const flip = (text: string, at: number) =>
    `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
  for (const envelope of [
    '',
    '$$$',
    'not an envelope',
    `${key}$${sealed}$AES`,
    `${key}$${sealed}$SM4$${digest}`,
    `${key}$${sealed}$${algorithm}$SM3`,
    `${key}$${sealed}$${algorithm}$${digest}$more`,
    `$${sealed}$${algorithm}$${digest}`,
    `${key}$$${algorithm}$${digest}`,
    `${key.slice(4)}$${sealed}$${algorithm}$${digest}`,
    ...Array.from({ length: 40 }, (_, at) => `${flip(key, at * 8)}$${sealed}$AES$SHA256`),
    ...Array.from({ length: 40 }, (_, at) => `${key}$${flip(sealed, at * 8)}$AES$SHA256`),
  ]) {
    t.ok(open(envelope) === undefined);
  }
});
