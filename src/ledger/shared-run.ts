/**
 * Does one piece of work for many at once: whoever asks is answered by a run that began after the
 * question, and at most one runs at a time.
 */
export const sharedRun = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    next = undefined;
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined && next === undefined) return begin();
    next ??= running?.then(begin, begin) ?? begin();
    return next;
  };
};
