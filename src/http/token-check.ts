import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { type Caller, roles } from './caller.ts';

export type TokenCheck = (token: string) => Caller | undefined | Promise<Caller | undefined>;

const tokensKeptMax = 50_000;
const claims = z.object({
  sub: z.string().min(1).max(200),
  role: z.enum(roles),
  party: z.string().min(1).max(64).optional(),
  exp: z.number().optional(),
});

/** How tokens are verified: a shared secret (HS256), or keys published at a URL. */
export type AuthSettings = { readonly jwtSecret: string } | { readonly jwksUrl: string };

/** The keys could not be fetched: nothing can be said about the token. */
export class KeysUnreachable extends Error {
  constructor(cause: unknown) {
    super('The keys that verify tokens cannot be fetched', { cause });
    this.name = 'KeysUnreachable';
  }
}

/**
 * Verifies bearer tokens; no caller where one is not good. Verifying costs more than all the rest of
 * a request, so a token that was found good is remembered until it expires, in a bounded cache.
 */
export const tokenCheck = (settings: AuthSettings, nowSeconds: () => number): TokenCheck => {
  const verify = verifierOf(settings);
  const known = new LRUCache<string, { readonly caller: Caller; readonly until: number }>({
    max: tokensKeptMax,
  });
  const verified = async (token: string): Promise<Caller | undefined> => {
    const parsed = claims.safeParse(await verify(token, new Date(nowSeconds() * 1000)));
    if (!parsed.success) return undefined;
    const { sub, role, party, exp = Number.POSITIVE_INFINITY } = parsed.data;
    if ((role === 'doctor' || role === 'organization') && party === undefined) return undefined;
    const caller = { role, sub, party, actor: `${role}:${sub}` };
    known.set(token, { caller, until: exp });
    return caller;
  };
  return (token) => {
    const kept = known.get(token);
    return kept !== undefined && kept.until > nowSeconds() ? kept.caller : verified(token);
  };
};

/** The claims of a good token, undefined for any other. */
type Verify = (token: string, currentDate: Date) => Promise<unknown>;

const verifierOf = (settings: AuthSettings): Verify => {
  if ('jwtSecret' in settings) {
    const secret = new TextEncoder().encode(settings.jwtSecret);
    return (token, currentDate) =>
      jwtVerify(token, secret, { algorithms: ['HS256'], currentDate }).then(
        ({ payload }) => payload,
        () => undefined,
      );
  }
  const keys: JWTVerifyGetKey = createRemoteJWKSet(new URL(settings.jwksUrl));
  const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
  return async (token, currentDate) => {
    try {
      return (await jwtVerify(token, keys, { algorithms, currentDate })).payload;
    } catch (error) {
      if (isAboutToken(error)) return undefined;
      throw new KeysUnreachable(error);
    }
  };
};

/** Told apart from faults of fetching the keys, for which nobody's token is to blame. */
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(error.code);
