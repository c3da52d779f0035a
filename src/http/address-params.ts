import { z } from 'zod';
import { words } from './words.ts';

/** What an address names, by whose it is: read and refused alike wherever it stands. */
export const doctorParams = z.strictObject({ doctorId: words.payeeId });
export const organizationParams = z.strictObject({ organizationId: words.payeeId });
export const payerParams = z.strictObject({ payerId: words.payerId });
export const payoutParams = z.strictObject({ payoutId: words.payoutId });
export const earningParams = z.strictObject({ earningId: words.earningId });
export const statementParams = z.strictObject({ statementId: words.reference });
export const breakParams = z.strictObject({ breakId: words.reference });
export const dateParams = z.strictObject({ date: words.day });
