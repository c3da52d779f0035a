import { SignJWT } from 'jose';
import type { Role } from './http/caller.ts';

export type TokenAsked = {
  readonly role: Role;
  readonly sub: string;
  readonly party?: string | undefined;
};

/** A token signed with the development secret: for trying things out, never for production. */
export const developmentToken = (
  secret: string,
  { role, sub, party }: TokenAsked,
  lifetime = '12h',
): Promise<string> =>
  new SignJWT({ role, ...(party === undefined ? {} : { party }) })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime(lifetime)
    .sign(new TextEncoder().encode(secret));
