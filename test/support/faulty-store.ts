import { setImmediate as turn } from 'node:timers/promises';
import { memoryEventStore } from '../../adapters/memory/event-store.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { refuse } from '../../domain/result.ts';

/** What goes wrong with one append. */
export type Fault =
  | 'none'
  /** Takes some turns of the event loop. */
  | 'slow'
  /** Written, but the answer is lost. */
  | 'lost-after'
  /** Neither written nor answered. */
  | 'lost-before'
  | 'overloaded'
  | 'unavailable'
  /** Somebody else writes to the stream first. */
  | 'overtaken';

export type FaultyStore = EventStore & {
  /** How many appends were asked for. */
  readonly appends: () => number;
  /** From now on nothing can be read, or again. */
  readonly beUnreadable: (unreadable: boolean) => void;
};

const slowTurns = 5;

/** The reference store, with something going wrong at each append as `next` says. */
export const faultyStore = (
  next: () => Fault,
  overtake: (stream: string, store: EventStore) => Promise<unknown> = async () => {},
  inner: EventStore = memoryEventStore(),
): FaultyStore => {
  let appends = 0;
  let unreadable = false;
  const append: EventStore['append'] = async (...asked) => {
    appends += 1;
    switch (next()) {
      case 'none':
        break;
      case 'slow':
        for (let at = 0; at < slowTurns; at += 1) await turn();
        break;
      case 'lost-after':
        await inner.append(...asked);
        return refuse({ code: 'indeterminate', detail: 'the answer was lost' });
      case 'lost-before':
        return refuse({ code: 'indeterminate', detail: 'the question was lost' });
      case 'overloaded':
        return refuse({ code: 'overloaded' });
      case 'unavailable':
        return refuse({ code: 'unavailable', detail: 'switched off' });
      case 'overtaken':
        await overtake(asked[0], inner);
    }
    return inner.append(...asked);
  };
  return {
    ...inner,
    append,
    readStream: async (...asked) => {
      await turn();
      if (unreadable) throw new Error('the store cannot be reached');
      return inner.readStream(...asked);
    },
    appends: () => appends,
    beUnreadable: (now) => {
      unreadable = now;
    },
  };
};

/** These faults one after another, then none. */
export const script = (...faults: readonly Fault[]): (() => Fault) => {
  const left = [...faults];
  return () => left.shift() ?? 'none';
};

/** Faults by chance, the same for the same seed; what loses answers is rare, because it takes time. */
export const byChance = (seed: number, faults: readonly Fault[], oneIn: number): (() => Fault) => {
  const random = randomOf(seed);
  return () =>
    (random() * oneIn < 1 ? faults[Math.floor(random() * faults.length)] : 'none') ?? 'none';
};

/** Mulberry32: small, and the same everywhere. */
export const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
