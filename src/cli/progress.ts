import { SingleBar } from 'cli-progress';

/** A bar on a terminal, a line a second elsewhere; on standard error, so that results stay clean. */
export type Progress = {
  readonly at: (done: number, note: string) => void;
  readonly end: () => void;
};

const shownOn = (format: string): SingleBar =>
  new SingleBar({
    format,
    stream: process.stderr,
    noTTYOutput: true,
    notTTYSchedule: 1_000,
    hideCursor: true,
  });

/** Where nobody knows how much there is to do: what is being done, and how much of it is. */
export const stepsOf = (what: string): Progress => {
  const bar = shownOn(`${what} | {note} {value} | {duration_formatted}`);
  bar.start(Number.MAX_SAFE_INTEGER, 0, { note: '' });
  return { at: (done, note) => bar.update(done, { note }), end: () => bar.stop() };
};

export const progressOf = (what: string, total: number): Progress => {
  const bar = shownOn(`${what} [{bar}] {percentage}% | {note} | {duration_formatted}`);
  bar.start(Math.max(total, 1), 0, { note: '' });
  return { at: (done, note) => bar.update(done, { note }), end: () => bar.stop() };
};
