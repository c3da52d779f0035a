import { setImmediate } from 'node:timers/promises';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { isBefore, type LoggedEvent } from './event-log.ts';
import {
  caughtUpMessage,
  checkpointMessage,
  confirmationMessage,
  eventMessage,
  placeIn,
} from './messages.ts';
import type { ServerNode } from './node.ts';
import type { Outgoing } from './outgoing.ts';

type Filter = {
  readonly passes: (event: LoggedEvent) => boolean;
  /** A checkpoint after so many events, however few of them pass. */
  readonly checkpointAfter: number;
};

const defaultWindow = 32;
const eventsPerTurn = 500;

const filterIn = (options: ReadReq.Options): Filter => {
  const filter = options.getFilter();
  if (filter === undefined)
    return { passes: () => true, checkpointAfter: Number.POSITIVE_INFINITY };
  const byStream = filter.getStreamIdentifier();
  const expression = byStream ?? filter.getEventType();
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = new RegExp(expression?.getRegex() ?? '');
  const matches = (text: string) =>
    prefixes.length > 0 ? prefixes.some((prefix) => text.startsWith(prefix)) : regex.test(text);
  const window = filter.hasMax() ? filter.getMax() : defaultWindow;
  return {
    passes: ({ stream, type }) => matches(byStream === undefined ? type : stream),
    checkpointAfter: window * filter.getCheckpointintervalmultiplier(),
  };
};

const firstAfter = (options: ReadReq.Options, all: readonly LoggedEvent[]): number => {
  const from = options.getAll();
  if (from?.hasEnd()) return all.length;
  const position = from?.getPosition();
  if (position === undefined) return 0;
  const start = placeIn(position);
  const index = all.findIndex(({ place }) => isBefore(start, place));
  return index < 0 ? all.length : index;
};

/** A subscription to everything: what is there, `caughtUp` once, then what comes, until cancelled. */
export const subscriptionCall = async (
  { log, isOld }: ServerNode,
  out: Outgoing,
  options: ReadReq.Options,
): Promise<void> => {
  const { passes, checkpointAfter } = filterIn(options);
  const stop = log.onAppended(out.wake);
  let next = firstAfter(options, log.all);
  let sinceCheckpoint = 0;
  let isLive = false;
  try {
    await out.send(confirmationMessage('subscription'));
    while (!out.isGone()) {
      const event = log.all[next];
      if (event === undefined) {
        if (!isLive && !isOld) await out.send(caughtUpMessage());
        isLive = true;
        if (next === log.all.length) await out.sleep();
        continue;
      }
      next += 1;
      sinceCheckpoint += 1;
      if (passes(event)) await out.send(eventMessage(event));
      if (sinceCheckpoint >= checkpointAfter) {
        sinceCheckpoint = 0;
        await out.send(checkpointMessage(event.place));
      }
      if (next % eventsPerTurn === 0) await setImmediate();
    }
  } finally {
    stop();
  }
};
