import { LRUCache } from 'lru-cache';
import type { Timers } from '../../domain/ports/clock.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { realTimers } from '../real-timers.ts';
import { Room } from './room.ts';
import type { Coded, RoomKind } from './room-state.ts';

/** How many facts' worth of idle state one kind of stream may keep in memory. */
export const idleFactsMax = 1_000_000;

export type Rooms<
  Command,
  State,
  Fact extends { readonly type: string; readonly data: unknown },
  Refusal extends Coded,
> = {
  /** The one room of a stream: everybody who asks while it is in memory meets the same. */
  readonly of: (stream: string) => Room<Command, State, Fact, Refusal>;
};

/** A room grows by this part of its weight before it is weighed anew. */
const growthPerWeighing = 8;

/** Keeps the rooms with work, and as many of all as the bound allows. */
export const roomsOf = <
  Command,
  State,
  Fact extends { readonly type: string; readonly data: unknown },
  Refusal extends Coded,
>(
  store: EventStore,
  kind: RoomKind<Command, State, Fact, Refusal>,
  timers: Timers = realTimers,
): Rooms<Command, State, Fact, Refusal> => {
  type OneRoom = Room<Command, State, Fact, Refusal>;
  const busy = new Map<string, OneRoom>();
  // Busy rooms stay in it too: moving each one out and in again would cost every command two changes.
  const kept = new LRUCache<string, OneRoom>({
    maxSize: idleFactsMax,
    sizeCalculation: (room) => room.weight,
  });
  const of = (stream: string): OneRoom => {
    const known = kept.get(stream) ?? busy.get(stream);
    if (known !== undefined) return known;
    let weighed = 0;
    const watch = {
      busy: () => void busy.set(stream, room),
      idle: () => {
        const wasBusy = busy.delete(stream);
        const there = kept.peek(stream);
        // Another room took its place while it was out of memory, or nobody missed it.
        if (there === undefined ? !wasBusy : there !== room) return;
        if (there === room && room.weight < weighed + weighed / growthPerWeighing) return;
        weighed = room.weight;
        kept.set(stream, room);
      },
    };
    const room: OneRoom = new Room(stream, store, kind, watch, timers);
    weighed = room.weight;
    kept.set(stream, room);
    return room;
  };
  return { of };
};
