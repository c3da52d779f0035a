import type { Position } from '../domain/ports/event-store.ts';

/** How often it is looked whether something has become due, ms. */
const tickMs = 200;

/** A process that follows the log and does what has become due; whatever it knows it finds again in the log. */
export type LogProcess = {
  /** Finds what is open; answers the position from which on the log must be followed. */
  readonly recover: () => Position | undefined;
  readonly follow: (after: Position | undefined, signal: AbortSignal) => Promise<void>;
  /** Begins what is due, without waiting for it. */
  readonly tick: () => void;
  /** Begins nothing new; what is under way ends. */
  readonly stop: () => Promise<void>;
};

export type Driver = { readonly stop: () => Promise<void> };

/** Runs a process until stopped; `onStopped` hears of a log that can be followed no further. */
export const drive = (process: LogProcess, onStopped: (error: unknown) => void): Driver => {
  const ending = new AbortController();
  const following = process.follow(process.recover(), ending.signal).catch((error: unknown) => {
    if (!ending.signal.aborted) onStopped(error);
  });
  const ticking = setInterval(() => process.tick(), tickMs);
  process.tick();
  return {
    stop: async () => {
      clearInterval(ticking);
      ending.abort();
      await process.stop();
      await following;
    },
  };
};
