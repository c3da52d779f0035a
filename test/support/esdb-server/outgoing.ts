import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadTrouble } from './faults.ts';
import type { Failure } from './node.ts';

export type ReadServerCall = ServerWritableStream<ReadReq, ReadResp>;

export type Outgoing = {
  /** Waits until the client takes more; false once it is gone. */
  readonly send: (message: ReadResp) => Promise<boolean>;
  readonly isGone: () => boolean;
  /** Resolves at the next `wake`, or when the client is gone. */
  readonly sleep: () => Promise<void>;
  readonly wake: () => void;
  readonly fail: (failure: Failure) => void;
};

/** The sending side of a read, at the client's pace and with the trouble that is wanted. */
export const outgoing = (call: ReadServerCall, trouble: ReadTrouble | undefined): Outgoing => {
  let gone = false;
  let sent = 0;
  let wake = () => {};
  const sleep = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
      if (gone) resolve();
    });
  const fail = (failure: Failure) => {
    gone = true;
    call.emit('error', { ...failure });
  };
  call.on('cancelled', () => {
    gone = true;
    wake();
  });
  call.on('drain', () => wake());

  const stumble = async (): Promise<void> => {
    if (trouble === undefined || trouble.kind === 'not-leader' || sent < trouble.after) return;
    if (trouble.kind === 'error') return fail(trouble);
    while (!gone) await sleep();
  };

  return {
    send: async (message) => {
      await stumble();
      if (gone) return false;
      sent += 1;
      if (!call.write(message)) await sleep();
      return !gone;
    },
    isGone: () => gone,
    sleep,
    wake: () => wake(),
    fail,
  };
};
