import { createHash, sign, verify } from 'node:crypto';
import { request } from 'undici';

/**
 * A client of the provider's protocol written from its description alone, with nothing of our adapter
 * in it: what the stand-in accepts from this one it does not accept merely because we wrote both.
 */
export type YopClient = {
  readonly prepare: (call: YopCall) => YopRequest;
  readonly send: (request: YopRequest) => Promise<YopAnswer>;
};

export type YopCall = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly parameters?: Record<string, string>;
  readonly json?: string;
  /** How often values are encoded on the wire: the official clients do not agree. */
  readonly encodedTimes?: 1 | 2;
  /** Signed besides the mandatory ones. */
  readonly alsoSigned?: readonly string[];
  /** Left out of what is signed. */
  readonly unsigned?: string;
  readonly at?: Date;
};

export type YopRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly search: string;
  readonly headers: Record<string, string>;
  readonly body: string;
};

export type YopAnswer = {
  readonly status: number;
  readonly body: string;
  readonly signature: string | undefined;
};

export type YopIdentity = {
  /** With the gateway's context. */
  readonly url: string;
  readonly appKey: string;
  readonly privateKeyPem: string;
};

const unreserved = /[A-Za-z0-9\-._~]/;

/** Percent-encoding of UTF-8, byte by byte. */
const percent = (text: string): string =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return unreserved.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

const formEncoded = (text: string): string => percent(text).replaceAll('%20', '+');

const pairs = (parameters: Record<string, string>, encode: (text: string) => string): string =>
  Object.keys(parameters)
    .sort()
    .map((name) => `${percent(name)}=${encode(parameters[name] ?? '')}`)
    .join('&');

const wire = (parameters: Record<string, string>, times: 1 | 2): string =>
  pairs(parameters, times === 1 ? formEncoded : (value) => formEncoded(formEncoded(value)));

export const yopClient = ({ url, appKey, privateKeyPem }: YopIdentity): YopClient => ({
  prepare: (call) => {
    const { method, path, parameters = {}, json, encodedTimes = 2, at = new Date() } = call;
    const isGet = method === 'GET';
    const content = isGet ? '' : (json ?? pairs(parameters, percent));
    const headers: Record<string, string> = {
      'content-type':
        json === undefined ? 'application/x-www-form-urlencoded;charset=UTF-8' : 'application/json',
      'x-yop-appkey': appKey,
      'x-yop-content-sha256': createHash('sha256').update(content, 'utf8').digest('hex'),
      'x-yop-request-id': crypto.randomUUID(),
      'x-yop-sdk-version': '4.0.0',
    };
    const signed = [
      'x-yop-appkey',
      'x-yop-content-sha256',
      'x-yop-request-id',
      ...(call.alsoSigned ?? []),
    ]
      .filter((name) => name !== call.unsigned)
      .sort();
    const auth = `yop-auth-v3/${appKey}/${at.toISOString().replace(/\.\d+Z$/, 'Z')}/1800`;
    const canonical = [
      auth,
      method,
      path,
      isGet ? pairs(parameters, percent) : '',
      ...signed.map((name) => `${percent(name)}:${percent((headers[name] ?? '').trim())}`),
    ].join('\n');
    const signature = sign('sha256', Buffer.from(canonical), privateKeyPem).toString('base64url');
    headers.authorization = `YOP-RSA2048-SHA256 ${auth}/${signed.join(';')}/${signature}$SHA256`;
    const sent = wire(parameters, encodedTimes);
    return {
      method,
      path,
      headers,
      search: isGet && sent !== '' ? `?${sent}` : '',
      body: isGet ? '' : (json ?? sent),
    };
  },
  send: async ({ method, path, search, headers, body }) => {
    const answer = await request(`${url}${path}${search}`, {
      method,
      headers,
      body: method === 'GET' ? null : body,
    });
    const signature = answer.headers['x-yop-sign'];
    return {
      status: answer.statusCode,
      body: await answer.body.text(),
      signature: typeof signature === 'string' ? signature : undefined,
    };
  },
});

/** Did the platform say this? */
export const isGenuine = ({ body, signature }: YopAnswer, platformPublicKeyPem: string): boolean =>
  signature !== undefined &&
  verify(
    'sha256',
    Buffer.from(body.replace(/[ \t\n]/g, '')),
    platformPublicKeyPem,
    Buffer.from(signature.split('$')[0] ?? '', 'base64'),
  );
