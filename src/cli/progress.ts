import { SingleBar } from 'cli-progress';

/** A bar on a terminal, a line a second elsewhere; on standard error, so that results stay clean. */
export type Progress = {
  readonly at: (done: number, note: string) => void;
  readonly end: () => void;
};

export const progressOf = (what: string, total: number): Progress => {
  const bar = new SingleBar({
    format: `${what} [{bar}] {percentage}% | {note} | {duration_formatted}`,
    stream: process.stderr,
    noTTYOutput: true,
    notTTYSchedule: 1_000,
    hideCursor: true,
  });
  bar.start(Math.max(total, 1), 0, { note: '' });
  return { at: (done, note) => bar.update(done, { note }), end: () => bar.stop() };
};
