import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { type handleServerStreamingCall, status } from '@grpc/grpc-js';
import { isBefore, type LoggedEvent } from './event-log.ts';
import type { ReadKind } from './faults.ts';
import { eventMessage, nameIn, notFoundMessage, placeIn } from './messages.ts';
import { barrier, notLeader, type ServerNode, streamDeleted } from './node.ts';
import { type Outgoing, outgoing, type ReadServerCall } from './outgoing.ts';
import { subscriptionCall } from './subscription-call.ts';

const { ReadReq: Req } = streams;

type Options = ReadReq.Options;

const isBackwards = (options: Options): boolean =>
  options.getReadDirection() === Req.Options.ReadDirection.BACKWARDS;

const revisionsFrom = (options: Options, events: readonly LoggedEvent[]) => {
  const from = options.getStream();
  const start = from?.hasRevision() ? Number(from.getRevision()) : undefined;
  if (isBackwards(options))
    return events.filter(({ revision }) => revision <= (start ?? revision)).reverse();
  if (from?.hasEnd()) return [];
  return events.filter(({ revision }) => revision >= (start ?? 0));
};

// Forwards begins at the event of the position, backwards before it.
const eventsFrom = (options: Options, all: readonly LoggedEvent[]): readonly LoggedEvent[] => {
  const from = options.getAll();
  const position = from?.getPosition();
  const start = position && placeIn(position);
  if (isBackwards(options)) {
    if (from?.hasStart()) return [];
    const end =
      start === undefined ? all.length : all.findIndex(({ place }) => !isBefore(place, start));
    return all.slice(0, end < 0 ? all.length : end).reverse();
  }
  if (from?.hasEnd()) return [];
  if (start === undefined) return all;
  const first = all.findIndex(({ place }) => !isBefore(place, start));
  return first < 0 ? [] : all.slice(first);
};

const sendPage = async (
  { send }: Outgoing,
  options: Options,
  events: readonly LoggedEvent[],
  tellsPosition: boolean,
): Promise<void> => {
  const count = Number(options.getCount());
  for (const event of events.slice(0, Math.min(count, events.length)))
    if (!(await send(eventMessage(event, tellsPosition)))) return;
};

const readStream = async (node: ServerNode, out: Outgoing, options: Options): Promise<void> => {
  const name = nameIn(options.getStream()?.getStreamIdentifier());
  const stream = node.log.stream(name);
  if (stream?.tombstoned) return out.fail(streamDeleted(name));
  const isGone = stream?.truncateBefore === Number.POSITIVE_INFINITY;
  if (stream === undefined || isGone) return void (await out.send(notFoundMessage(name)));
  const visible = stream.events.filter(({ revision }) => revision >= stream.truncateBefore);
  await sendPage(out, options, revisionsFrom(options, visible), !node.isOld);
};

const kindOf = (options: Options): ReadKind => {
  if (options.hasSubscription()) return 'subscription';
  return options.hasStream() ? 'stream' : 'all';
};

const read = async (node: ServerNode, call: ReadServerCall): Promise<void> => {
  const options = call.request.getOptions();
  if (options === undefined) throw new Error('A read has options.');
  const kind = kindOf(options);
  const trouble = node.faults.read(kind);
  const out = outgoing(call, trouble);
  const refused = barrier(node, call.metadata, 'read');
  if (refused !== undefined) return out.fail(refused);
  if (trouble?.kind === 'not-leader') return out.fail(notLeader(node));
  if (kind === 'subscription') await subscriptionCall(node, out, options);
  else if (kind === 'stream') await readStream(node, out, options);
  else await sendPage(out, options, eventsFrom(options, node.log.all), true);
  if (!out.isGone()) call.end();
};

/** Streams.Read: pages of a stream or of everything, and subscriptions. */
export const readCall =
  (node: ServerNode): handleServerStreamingCall<ReadReq, ReadResp> =>
  (call) => {
    const close = node.calls.opened(call);
    read(node, call)
      .catch((error) => call.emit('error', { code: status.INTERNAL, details: String(error) }))
      .finally(close);
  };
