import type { FastifyRequest } from 'fastify';

/**
 * One request as it came, for the check of what leaves the house. Kept in memory only, never
 * logged.
 */
type RequestSeen = {
  readonly method: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: string;
};

export type RequestLog = {
  readonly note: (request: FastifyRequest) => void;
  readonly seen: () => readonly RequestSeen[];
};

/** Remembers the latest requests, at most `max`. */
export const requestLog = (max: number): RequestLog => {
  const ring: RequestSeen[] = [];
  let next = 0;
  return {
    note: ({ method, url, headers, body }) => {
      ring[next] = { method, url, headers, body: typeof body === 'string' ? body : '' };
      next = (next + 1) % max;
    },
    seen: () => [...ring.slice(next), ...ring.slice(0, next)],
  };
};
