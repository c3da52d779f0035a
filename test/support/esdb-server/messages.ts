import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { ReadResp as Resp } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { LoggedEvent, Place } from './event-log.ts';

const { ReadResp } = streams;

/** Stream names travel as bytes. */
export const streamId = (name: string) => {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(name, 'utf8'));
  return identifier;
};

export const nameIn = (
  identifier: { readonly getStreamName_asU8: () => Uint8Array } | undefined,
): string => Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

export const placeIn = (position: {
  readonly getCommitPosition: () => string;
  readonly getPreparePosition: () => string;
}): Place => ({
  commit: BigInt(position.getCommitPosition()),
  prepare: BigInt(position.getPreparePosition()),
});

// What a server says that does not know the position: -1, unsigned.
const unknownOffset = '18446744073709551615';

const recorded = (event: LoggedEvent, tellsPosition: boolean) => {
  const message = new ReadResp.ReadEvent.RecordedEvent();
  const id = new shared.UUID();
  id.setString(event.id);
  message.setId(id);
  message.setStreamIdentifier(streamId(event.stream));
  message.setStreamRevision(String(event.revision));
  message.setCommitPosition(tellsPosition ? String(event.place.commit) : unknownOffset);
  message.setPreparePosition(tellsPosition ? String(event.place.prepare) : unknownOffset);
  message.setData(event.data);
  message.setCustomMetadata(event.metadata);
  message
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.isJson ? 'application/json' : 'application/octet-stream')
    .set('created', event.created);
  return message;
};

export const eventMessage = (event: LoggedEvent, tellsPosition = true): Resp => {
  const read = new ReadResp.ReadEvent();
  read.setEvent(recorded(event, tellsPosition));
  if (tellsPosition) read.setCommitPosition(String(event.place.commit));
  else read.setNoPosition(new shared.Empty());
  const message = new ReadResp();
  message.setEvent(read);
  return message;
};

export const notFoundMessage = (stream: string): Resp => {
  const notFound = new ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(streamId(stream));
  const message = new ReadResp();
  message.setStreamNotFound(notFound);
  return message;
};

export const confirmationMessage = (id: string): Resp => {
  const confirmation = new ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(id);
  const message = new ReadResp();
  message.setConfirmation(confirmation);
  return message;
};

export const checkpointMessage = ({ commit, prepare }: Place): Resp => {
  const checkpoint = new ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(commit));
  checkpoint.setPreparePosition(String(prepare));
  const message = new ReadResp();
  message.setCheckpoint(checkpoint);
  return message;
};

export const caughtUpMessage = (): Resp => {
  const message = new ReadResp();
  message.setCaughtUp(new ReadResp.CaughtUp());
  return message;
};
