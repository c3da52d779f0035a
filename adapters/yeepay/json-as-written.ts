type Reviver = (
  this: unknown,
  name: string,
  value: unknown,
  context?: { readonly source?: string },
) => unknown;

/**
 * Numbers keep the digits they were written with, so that no amount passes through floating point.
 */
const asWritten: Reviver = (_name, value, context) =>
  typeof value === 'number' ? (context?.source ?? String(value)) : value;

/** JSON with its numbers as texts; undefined for what is not JSON. */
export const jsonAsWritten = (text: string): unknown => {
  try {
    return JSON.parse(text, asWritten as (this: unknown, name: string, value: unknown) => unknown);
  } catch {
    return undefined;
  }
};
