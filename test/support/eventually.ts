import { setTimeout as pause } from 'node:timers/promises';

const lookEveryMillis = 5;

/** Waits until it holds, with a bound: fails rather than hangs. */
export const eventually = async (
  holds: () => boolean | Promise<boolean>,
  otherwise: string,
  millisMax = 5_000,
): Promise<void> => {
  const late = performance.now() + millisMax;
  while (!(await holds())) {
    if (performance.now() > late) throw new Error(`In ${millisMax} ms: ${otherwise}.`);
    await pause(lookEveryMillis);
  }
};
