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

/** Keeps the rooms with work, and as many idle ones as the bound allows. */
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
  const idle = new LRUCache<string, OneRoom>({
    maxSize: idleFactsMax,
    sizeCalculation: (room) => room.weight,
  });
  const of = (stream: string): OneRoom => {
    const known = busy.get(stream) ?? idle.get(stream);
    if (known !== undefined) return known;
    const watch = {
      busy: () => {
        busy.set(stream, room);
        idle.delete(stream);
      },
      idle: () => {
        // Weighed anew, unless another room took its place while it was out of memory.
        if (busy.delete(stream) || idle.peek(stream) === room) idle.set(stream, room);
      },
    };
    const room: OneRoom = new Room(stream, store, kind, watch, timers);
    idle.set(stream, room);
    return room;
  };
  return { of };
};
