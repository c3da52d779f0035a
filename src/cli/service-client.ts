import { Readable } from 'node:stream';
import { Pool } from 'undici';

/** How long one call may take: a batch of a month's earnings is answered when all of it is durable. */
const answerTimeoutMs = 600_000;
const connectTimeoutMs = 3_000;

export type ServiceAnswer = { readonly status: number; readonly body: unknown };

/** A running service, spoken to over its public contract only. */
export type ServiceClient = {
  readonly call: (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ) => Promise<ServiceAnswer>;
  /** Sends lines as `application/x-ndjson` while they are being read. */
  readonly stream: (path: string, lines: AsyncIterable<Uint8Array>) => Promise<ServiceAnswer>;
  /** Hands in a file as it is. */
  readonly upload: (path: string, bytes: AsyncIterable<Uint8Array>) => Promise<ServiceAnswer>;
  readonly text: (path: string) => Promise<AsyncIterable<Uint8Array>>;
  readonly close: () => Promise<void>;
};

export class ServiceUnreachable extends Error {
  constructor(url: string, cause: unknown) {
    super(`No answer from ${url}: is the service running?`, { cause });
    this.name = 'ServiceUnreachable';
  }
}

export const serviceClient = (url: string, token: string): ServiceClient => {
  const pool = new Pool(url, {
    connections: 16,
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
    connect: { timeout: connectTimeoutMs },
  });
  const authorization = `Bearer ${token}`;
  const ask = async (options: Parameters<Pool['request']>[0]): ReturnType<Pool['request']> => {
    try {
      return await pool.request(options);
    } catch (error) {
      throw new ServiceUnreachable(url, error);
    }
  };
  return {
    call: async (method, path, body) => {
      const json = body === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await ask({
        method,
        path,
        headers: { authorization, ...json },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, body: text === '' ? undefined : JSON.parse(text) };
    },
    stream: async (path, lines) => {
      const answer = await ask({
        method: 'POST',
        path,
        headers: { authorization, 'content-type': 'application/x-ndjson' },
        body: Readable.from(lines),
      });
      return { status: answer.statusCode, body: await answer.body.json() };
    },
    upload: async (path, bytes) => {
      const answer = await ask({
        method: 'PUT',
        path,
        headers: { authorization, 'content-type': 'application/octet-stream' },
        body: Readable.from(bytes),
      });
      return { status: answer.statusCode, body: await answer.body.json() };
    },
    text: async (path) => {
      const answer = await ask({ method: 'GET', path, headers: { authorization } });
      if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}`);
      return answer.body;
    },
    close: () => pool.destroy(),
  };
};
