import { z } from 'zod';

/** `?at-least=`: the position a read must have seen. */
export const atLeast = { 'at-least': z.string().max(64).optional() };
export const pageAsked = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(512).optional(),
};

/** What a read of one thing may ask, and of a list. */
export const readAsked = z.strictObject(atLeast);
export const listAsked = z.strictObject({ ...atLeast, ...pageAsked });
