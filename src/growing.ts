/**
 * The bound of a cache that takes memory as it fills. `max` would take all of it at once: megabytes
 * and ten milliseconds at every start, however little is ever kept.
 */
export const growing = (most: number) => ({ maxSize: most, sizeCalculation: () => 1 });
