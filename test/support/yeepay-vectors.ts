import { readFileSync } from 'node:fs';
import { z } from 'zod';

const read = (name: string): string =>
  readFileSync(new URL(`../vectors/yeepay/${name}`, import.meta.url), 'utf8');

const texts = z.record(z.string(), z.string());

const signVector = z.object({
  name: z.string(),
  method: z.enum(['GET', 'POST']),
  path: z.string(),
  params: texts.nullable(),
  json_body: z.string().nullable(),
  timestamp: z.string(),
  request_id: z.string(),
  app_key: z.string(),
  url: z.string(),
  headers: texts,
  http_body: z.string().nullable(),
  canonical_params: z.string().nullable(),
  content_sha256: z.string(),
  canonical_request: z.string(),
  authorization: z.string(),
});

/** Requests as the provider's own client makes them. */
export const signVectors = z.array(signVector).parse(JSON.parse(read('sign-vectors.json')));

/** Answers as the gateway signs them. */
export const answerVectors = z
  .array(
    z.object({
      name: z.string(),
      http_status: z.number(),
      body: z.string(),
      signed_text: z.string(),
      x_yop_sign: z.string(),
    }),
  )
  .parse(JSON.parse(read('response-vectors.json')));

export const notificationVector = z
  .object({
    plaintext: z.string(),
    customerIdentification: z.string(),
    envelope_standard: z.string(),
    envelope_urlsafe: z.string(),
    form_body_standard: z.string(),
    form_body_urlsafe: z.string(),
  })
  .parse(JSON.parse(read('notification-vector.json')));

const genuine = z
  .object({
    platform_public_key_b64_spki: z.string(),
    body: z.string(),
    signature_standard_base64: z.string(),
  })
  .parse(JSON.parse(read('genuine-error-response.json')));

/** One answer that the provider's production gateway really gave. */
export const genuineAnswer = {
  body: genuine.body,
  signature: genuine.signature_standard_base64,
  platformPublicKeyPem: `-----BEGIN PUBLIC KEY-----\n${genuine.platform_public_key_b64_spki}\n-----END PUBLIC KEY-----\n`,
};

/** Throw-away keys: they belong to nobody. */
export const testKeys = {
  appKey: 'app_10000000001',
  merchantPrivateKeyPem: read('merchant-private.pkcs8.pem'),
  merchantPublicKeyPem: read('merchant-public.spki.pem'),
  platformPrivateKeyPem: read('platform-private.pkcs8.pem'),
  platformPublicKeyPem: read('platform-public.spki.pem'),
};
