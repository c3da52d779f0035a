/** Reached only when a union grew and a `switch` did not. The compiler complains first. */
export const unreachable = (value: never): never => {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
};
