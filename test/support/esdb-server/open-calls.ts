import type { EventEmitter } from 'node:events';

export type OpenCalls = {
  /** Counts the call until it is cancelled or what is returned is called. */
  readonly opened: (call: EventEmitter) => () => void;
  readonly count: () => number;
};

/** The calls the server has not finished: one that stays was leaked by the client. */
export const openCalls = (): OpenCalls => {
  const open = new Set<EventEmitter>();
  return {
    opened: (call) => {
      open.add(call);
      const close = () => void open.delete(call);
      call.once('cancelled', close);
      return close;
    },
    count: () => open.size,
  };
};
