import { z } from 'zod';

/**
 * What answers look like, for the contract: text of ours that documents the shape and is not parsed
 * again. A test holds every answer to what is said here.
 */
export const id = z.string();
export const amount = z
  .string()
  .meta({ description: 'Yuan with two decimals', examples: ['120.00'] });
export const instant = z.string().meta({ description: 'ISO 8601, +08:00' });
export const day = z.string();
export const position = z
  .string()
  .meta({ description: 'Opaque: pass it as ?at-least= to read what you wrote' });
export const nextCursor = z
  .string()
  .nullable()
  .meta({ description: 'Pass it as ?cursor=; null at the end' });

/** The first time, and said again. */
export const told = <Shape extends z.ZodType>(shape: Shape) => ({ 200: shape, 201: shape });

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item).readonly(), next: nextCursor, asOf: position.optional() });

/** In answers to what was told: where it stands in the log. */
export const written = { position: position.optional() };
/** In answers to what was asked: up to where the log was read for it. */
export const read = { asOf: position.optional() };
