import { setTimeout as pause, setImmediate } from 'node:timers/promises';
import type { EventStore, FeedItem, Position } from '../domain/ports/event-store.ts';

/** Wakes everyone who waits for new facts; a ring between looking and waiting is not missed. */
export type Bell = {
  readonly rings: () => number;
  readonly ring: () => void;
  /** Resolves when the bell has rung more often than `heard`, or `signal` aborts. */
  readonly after: (heard: number, signal: AbortSignal) => Promise<void>;
};

export const bell = (): Bell => {
  const waiting = new Set<() => void>();
  let rings = 0;
  return {
    rings: () => rings,
    ring: () => {
      rings += 1;
      for (const wake of waiting) wake();
    },
    after: (heard, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        if (rings > heard || signal.aborted) return resolve();
        waiting.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      }),
  };
};

// Few enough that a slow reader holds little memory, many enough that reading is cheap.
const factsPerRead = 500;

/**
 * Catches up page by page, then sleeps until the bell of new facts rings. While it rings often, reads
 * follow one another no closer than `gatherMs`: each costs the thread as much as some requests.
 */
export async function* logFeed(
  readAll: EventStore['readAll'],
  committed: Bell,
  { after, signal, ...filter }: Parameters<EventStore['subscribeAll']>[0],
  gatherMs = 0,
): AsyncGenerator<FeedItem, void, undefined> {
  let nextRead = 0;
  let reached: Position | undefined = after;
  let behind = true;
  while (!signal.aborted) {
    const early = nextRead - performance.now();
    if (early > 0 && !behind) await pause(early, undefined, { signal }).catch(() => undefined);
    nextRead = performance.now() + gatherMs;
    const heard = committed.rings();
    const page = await readAll({ after: reached, max: factsPerRead, ...filter });
    for (const fact of page.facts) {
      if (signal.aborted) return;
      yield { kind: 'fact', fact };
    }
    const moved = page.readTo !== undefined && page.readTo !== reached;
    if (moved && page.facts.at(-1)?.position !== page.readTo)
      yield { kind: 'checkpoint', position: page.readTo };
    reached = page.readTo;
    behind ||= moved;
    if (!page.atEnd) {
      // Without this a long way to catch up would keep everything else in the thread waiting.
      await setImmediate();
      continue;
    }
    if (signal.aborted) return;
    if (behind) yield { kind: 'caught-up' };
    behind = false;
    await committed.after(heard, signal);
  }
}
