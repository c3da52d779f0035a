import { z } from 'zod';
import { id, instant, read, written } from './answers.ts';

const card = { bankCode: z.string(), last4: z.string(), boundAt: instant, usableFrom: instant };
export const cardBound = z.object({ ...card, ...written });
export const cardShown = z.object({ ...card, ...read });
export const cardRemoved = z.object({ doctorId: id, ...written });
