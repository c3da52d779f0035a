import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import type {
  DeleteReq,
  DeleteResp,
  TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { type handleUnaryCall, status } from '@grpc/grpc-js';
import { nameIn } from './messages.ts';
import type { Address, ServerNode } from './node.ts';

const methods: readonly (readonly [
  service: string,
  method: string,
  features: readonly string[],
])[] = [
  ['event_store.client.streams.streams', 'read', ['position', 'events']],
  ['event_store.client.streams.streams', 'append', []],
  // Listed so that a client which prefers it would take it: the tests see that ours does not.
  ['event_store.client.streams.streams', 'batchappend', ['deadline_duration']],
];

export const featuresCall =
  ({ isOld }: ServerNode, version: string): handleUnaryCall<Empty, SupportedMethods> =>
  (_, callback) => {
    if (isOld) return callback({ code: status.UNIMPLEMENTED, details: 'unknown service' });
    const supported = new features.SupportedMethods();
    supported.setEventStoreServerVersion(version);
    for (const [service, name, own] of methods) {
      const method = new features.SupportedMethod();
      method.setServiceName(service);
      method.setMethodName(name);
      method.setFeaturesList([...own]);
      supported.addMethods(method);
    }
    callback(null, supported);
  };

export type Member = Address & { readonly isLeader: boolean; readonly isAlive: boolean };

export const gossipCall =
  (members: () => readonly Member[]): handleUnaryCall<Empty, ClusterInfo> =>
  (_, callback) => {
    const info = new gossip.ClusterInfo();
    const { VNodeState } = gossip.MemberInfo;
    for (const { host, port, isLeader, isAlive } of members()) {
      const endPoint = new gossip.EndPoint();
      endPoint.setAddress(host);
      endPoint.setPort(port);
      const member = new gossip.MemberInfo();
      member.setHttpEndPoint(endPoint);
      member.setState(isLeader ? VNodeState.LEADER : VNodeState.FOLLOWER);
      member.setIsAlive(isAlive);
      info.addMembers(member);
    }
    callback(null, info);
  };

export const deleteCall =
  ({ log }: ServerNode): handleUnaryCall<DeleteReq, DeleteResp> =>
  ({ request }, callback) => {
    log.softDelete(nameIn(request.getOptions()?.getStreamIdentifier()));
    callback(null, new streams.DeleteResp());
  };

export const tombstoneCall =
  ({ log }: ServerNode): handleUnaryCall<TombstoneReq, TombstoneResp> =>
  ({ request }, callback) => {
    log.tombstone(nameIn(request.getOptions()?.getStreamIdentifier()));
    callback(null, new streams.TombstoneResp());
  };
