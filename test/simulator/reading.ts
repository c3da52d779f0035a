import { instantOfMillis } from '../../domain/time.ts';
import type { History, HistoryOptions } from './history.ts';
import { liveHistory } from './history.ts';
import type { Shrunk } from './shrink.ts';

const lineMax = 240;

/** How to live the same history again. */
export const again = ({ seed }: Pick<History, 'seed'>, months: number): string =>
  `npm run simulate -- --seed ${seed} --seeds 1${months === 1 ? '' : ` --months ${months}`}`;

/** What was left of a history, told line by line: who did what, what went wrong, what was written. */
export const toldAgain = async (
  { history, dropped, muted }: Shrunk,
  of: HistoryOptions,
): Promise<readonly string[]> => {
  const lines: string[] = [];
  const note = (at: number, line: string): void => {
    const text = `${instantOfMillis(at).slice(0, 23)}  ${line}`;
    lines.push(text.length > lineMax ? `${text.slice(0, lineMax)}…` : text);
  };
  await liveHistory({ ...of, dropped, muted, note });
  const doctors = new Set(history.actions.map(({ doctor }) => `doc-${doctor}`));
  // Whoever nothing happens to is only registered: that is nobody's news.
  const about = (line: string): boolean => {
    const [name] = /doc-\d+/.exec(line) ?? [];
    return name === undefined || doctors.has(name);
  };
  return lines.filter(about);
};
