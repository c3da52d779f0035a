import { setTimeout as pause } from 'node:timers/promises';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { AppendReq, AppendResp as Resp } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { type handleClientStreamingCall, status } from '@grpc/grpc-js';
import {
  type Asked,
  appendSizeMax,
  type Expected,
  type Outcome,
  type ProposedEvent,
} from './append-rules.ts';
import { nameIn } from './messages.ts';
import {
  barrier,
  type Failure,
  notLeader,
  type ServerNode,
  streamDeleted,
  tooLarge,
} from './node.ts';

const { AppendResp, AppendReq: Req } = streams;

const expectedIn = (options: AppendReq.Options): Expected => {
  switch (options.getExpectedStreamRevisionCase()) {
    case Req.Options.ExpectedStreamRevisionCase.REVISION:
      return Number(options.getRevision());
    case Req.Options.ExpectedStreamRevisionCase.NO_STREAM:
      return 'no-stream';
    case Req.Options.ExpectedStreamRevisionCase.STREAM_EXISTS:
      return 'stream-exists';
    default:
      return 'any';
  }
};

const proposedIn = (message: AppendReq.ProposedMessage): ProposedEvent => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  isJson: message.getMetadataMap().get('content-type') === 'application/json',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

const askedIn = (requests: readonly AppendReq[]): Asked => {
  const options = requests[0]?.getOptions();
  if (options === undefined) throw new Error('An append begins with its options.');
  const messages = requests.slice(1).map((request) => request.getProposedMessage());
  return {
    stream: nameIn(options.getStreamIdentifier()),
    expected: expectedIn(options),
    events: messages.filter((message) => message !== undefined).map(proposedIn),
  };
};

const wrongVersion = (expected: Expected, actual: number | undefined): Resp => {
  const wrong = new AppendResp.WrongExpectedVersion();
  const nothing = new shared.Empty();
  if (actual === undefined) wrong.setCurrentNoStream(nothing);
  else wrong.setCurrentRevision(String(actual));
  if (expected === 'any') wrong.setExpectedAny(nothing);
  else if (expected === 'no-stream') wrong.setExpectedNoStream(nothing);
  else if (expected === 'stream-exists') wrong.setExpectedStreamExists(nothing);
  else wrong.setExpectedRevision(String(expected));
  const message = new AppendResp();
  message.setWrongExpectedVersion(wrong);
  return message;
};

const written = (outcome: Extract<Outcome, { readonly kind: 'written' }>): Resp => {
  const last = outcome.events.at(-1);
  if (last === undefined) throw new Error('An append was empty.');
  const success = new AppendResp.Success();
  success.setCurrentRevision(String(last.revision));
  const position = new AppendResp.Position();
  position.setCommitPosition(String(last.place.commit));
  position.setPreparePosition(String(last.place.prepare));
  success.setPosition(position);
  const message = new AppendResp();
  message.setSuccess(success);
  return message;
};

const answerTo = (outcome: Outcome, { stream, expected }: Asked): Resp | Failure => {
  switch (outcome.kind) {
    case 'written':
      return written(outcome);
    case 'wrong-version':
      return wrongVersion(expected, outcome.actual);
    case 'stream-deleted':
      return streamDeleted(stream);
    case 'too-large':
      return tooLarge(appendSizeMax);
  }
};

/** The answer, or nothing where the client is left waiting. */
const answer = async (
  node: ServerNode,
  requests: readonly AppendReq[],
): Promise<Resp | Failure | undefined> => {
  const asked = askedIn(requests);
  const trouble = node.faults.append(asked.stream);
  const write = () => answerTo(node.log.append(asked), asked);
  switch (trouble?.kind) {
    case undefined:
      return write();
    case 'slow':
      await pause(trouble.millis);
      return write();
    case 'not-leader':
      return notLeader(node);
    case 'error-before-write':
      return trouble;
    case 'error-after-write':
      write();
      return trouble;
    case 'lost-reply':
      write();
      return undefined;
    case 'empty-reply':
      write();
      return new AppendResp();
    case 'death-before-write':
      node.die();
      return undefined;
    case 'death-after-write':
      write();
      node.die();
      return undefined;
  }
};

const bug = (error: unknown): Failure => ({ code: status.INTERNAL, details: String(error) });

/** Streams.Append: the one call by which the adapter writes. */
export const appendCall =
  (node: ServerNode): handleClientStreamingCall<AppendReq, Resp> =>
  (call, callback) => {
    const close = node.calls.opened(call);
    const requests: AppendReq[] = [];
    const reply = (given: Resp | Failure | undefined) => {
      if (given === undefined) return;
      close();
      if (given instanceof AppendResp) callback(null, given);
      else callback({ ...given });
    };
    call.on('data', (request: AppendReq) => requests.push(request));
    call.on('error', () => undefined);
    call.on('end', () => {
      const refused = barrier(node, call.metadata, 'write');
      if (refused !== undefined) reply(refused);
      // A throw in a handler would end the process, and with it every test.
      else answer(node, requests).then(reply, (error) => reply(bug(error)));
    });
  };
