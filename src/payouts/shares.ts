import { hash } from 'node:crypto';
import type { PayeeId, Reference } from '../../domain/identifiers.ts';

/** All instances share accounts out alike, so this is no setting. */
export const shares = 8;

/** The share of the payouts that an account belongs to. */
export const shareOf = (id: PayeeId | Reference): number =>
  Number.parseInt(hash('sha1', id, 'hex').slice(0, 4), 16) % shares;
