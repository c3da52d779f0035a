import { z } from 'zod';

/** `?at-least=`: the position a read must have seen. */
export const atLeast = { 'at-least': z.string().max(64).optional() };
const aLimit = 'expected a whole number, 1–1000';
export const pageAsked = {
  limit: z.coerce.number(aLimit).int(aLimit).min(1, aLimit).max(1000, aLimit).default(100),
  cursor: z.string().max(512).optional(),
};

/** What a read of one thing may ask, and of a list. */
export const readAsked = z.strictObject(atLeast);
export const listAsked = z.strictObject({ ...atLeast, ...pageAsked });
