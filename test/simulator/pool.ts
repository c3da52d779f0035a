import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Violation } from './checks/checking.ts';

export type Asked = { readonly seed: number; readonly months: number };

/** What a worker tells of a history. */
export type Lived = {
  readonly seed: number;
  readonly violation: Violation | undefined;
  readonly facts: number;
  readonly payouts: number;
  readonly doctors: number;
  readonly actions: number;
  /** The kinds of fault, each as often as it happened. */
  readonly happened: readonly string[];
};

/** Histories make much garbage and keep little: room for the young saves collecting them. */
const youngMb = 64;

/** Lives one history per worker at a time, until there are no more seeds or `told` says stop. */
export const liveAll = async (
  seeds: Iterable<number>,
  months: number,
  workers: number,
  told: (lived: Lived) => 'go on' | 'stop',
): Promise<void> => {
  const left = seeds[Symbol.iterator]();
  let stopped = false;
  const serve = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: youngMb },
    });
    try {
      for (let next = left.next(); !stopped && next.done !== true; next = left.next()) {
        const asked: Asked = { seed: next.value, months };
        worker.postMessage(asked);
        const [lived] = (await once(worker, 'message')) as [Lived];
        if (told(lived) === 'stop') stopped = true;
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: workers }, serve));
};
