import { hash } from 'node:crypto';
import type { PayeeId } from '../../domain/identifiers.ts';

/** Request numbers are at most 32 letters and digits and unique over all accounts, so they are derived, not chosen. */
export const payoutSeed = (account: PayeeId, id: string): string =>
  hash('sha256', `${account}\n${id}`, 'hex').slice(0, 24).toUpperCase();
