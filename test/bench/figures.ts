/** The middle one; of an even number the upper of the two. 0 of none. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The value below which this share lies, of values in ascending order. */
export const quantile = (sorted: ArrayLike<number>, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** `12,345 (11,000–13,000)`: the median, and from the least to the greatest. */
export const spreadOf = (values: readonly number[], unit = ''): string =>
  `${grouped(median(values))}${unit} (${grouped(Math.min(...values))}–${grouped(Math.max(...values))})`;

export const grouped = (value: number, decimals = 0): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: decimals });
