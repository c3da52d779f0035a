import t from 'tap';
import { readAnswer } from '../../../adapters/yeepay/answer.ts';
import {
  rsaSigner,
  rsaVerifier,
  signedAnswerText,
} from '../../../adapters/yeepay/protocol/signer.ts';
import { answerVectors, genuineAnswer, testKeys } from '../../support/yeepay-vectors.ts';

const platform = rsaVerifier(testKeys.platformPublicKeyPem);
const signed = (body: string) =>
  rsaSigner(testKeys.platformPrivateKeyPem).sign(signedAnswerText(body));

const toUrlSafe = (text: string): string =>
  text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

for (const { name, http_status, body, signed_text, x_yop_sign } of answerVectors) {
  t.test(`${name} is read when its signature holds`, async (t) => {
    t.equal(signedAnswerText(body), signed_text);
    t.equal(signed(body).split('$')[0], toUrlSafe(x_yop_sign.split('$')[0] ?? ''));
    const answer = readAnswer(http_status, body, x_yop_sign, platform);
    t.equal(answer.kind, http_status === 200 ? 'result' : 'error');
  });

  t.test(`${name} says nothing when it cannot be verified`, async (t) => {
    t.equal(readAnswer(http_status, body, undefined, platform).kind, 'unreadable');
    t.equal(readAnswer(http_status, body, 'AAAA$SHA256', platform).kind, 'unreadable');
    const changed = body.replace('UA', 'UB').replace('40020', '40021');
    t.equal(readAnswer(http_status, changed, x_yop_sign, platform).kind, 'unreadable');
  });
}

t.test("an answer of the provider's production gateway is verified and understood", async (t) => {
  const { body, signature, platformPublicKeyPem } = genuineAnswer;
  const genuine = rsaVerifier(platformPublicKeyPem);
  t.match(readAnswer(500, body, signature, genuine), { kind: 'error', code: '40047' });
  t.match(readAnswer(500, body, signature, platform), { kind: 'unreadable' });
});

t.test('an amount keeps the digits it was written with, number or text', async (t) => {
  const body = '{"result":{"a":1234.50,"b":"1234.50","c":9999999999.99,"d":0.10}}';
  const answer = readAnswer(200, body, signed(body), platform);
  t.match(answer, { result: { a: '1234.50', b: '1234.50', c: '9999999999.99', d: '0.10' } });
});

t.test('what is not an answer of the gateway says nothing', async (t) => {
  for (const [status, body] of [
    [502, '<html>bad gateway</html>'],
    [204, ''],
    [200, '[]'],
    [200, '{}'],
    [500, '{"result":{"returnCode":"UA00000"}}'],
  ] as const) {
    t.equal(readAnswer(status, body, signed(body), platform).kind, 'unreadable', `${status}`);
  }
});

t.test('a refusal in the old format is a refusal too', async (t) => {
  const body = '{"state":"FAILURE","error":{"code":"40047","subCode":"x","message":"m"}}';
  const answer = readAnswer(200, body, signed(body), platform);
  t.match(answer, { kind: 'error', code: '40047', subCode: 'x' });
});
