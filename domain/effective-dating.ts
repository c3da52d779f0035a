/**
 * The version of a rule in force at a day or month; undefined before the first one.
 * Versions are in ascending order of `effectiveFrom`; text order is time order.
 */
export const inForce = <At extends string, Version extends { readonly effectiveFrom: At }>(
  versions: readonly Version[],
  at: At,
): Version | undefined => versions.findLast(({ effectiveFrom }) => effectiveFrom <= at);
