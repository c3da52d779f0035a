import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import { appendCall } from './append-call.ts';
import { type EventLog, eventLog } from './event-log.ts';
import { type Faults, noFaults } from './faults.ts';
import type { Address, ServerNode } from './node.ts';
import { openCalls } from './open-calls.ts';
import { readCall } from './read-call.ts';
import { deleteCall, featuresCall, gossipCall, type Member, tombstoneCall } from './small-calls.ts';

export type EsdbServerOptions = {
  /** A free one unless told. */
  readonly port?: number;
  /** Nodes of one cluster share one. */
  readonly log?: EventLog;
  readonly version?: string;
  readonly isOld?: boolean;
  /** PEM. */
  readonly tls?: { readonly key: Buffer; readonly certificate: Buffer };
  readonly users?: Readonly<Record<string, string>>;
  readonly readers?: readonly string[];
  readonly leader?: () => Address | undefined;
  readonly members?: () => readonly Member[];
};

export type EsdbServer = {
  readonly port: number;
  readonly connectionString: string;
  readonly log: EventLog;
  readonly faults: Faults;
  /** Calls the server has not finished. */
  readonly openCalls: () => number;
  /** How often someone tried the append path that was measured to be unsafe. */
  readonly batchAppends: () => number;
  /** Dies at once, every connection with it. What was written stays. */
  readonly kill: () => void;
  /** Listens again where it did before. */
  readonly restart: () => Promise<void>;
};

const host = '127.0.0.1';
const receiveMax = 16 * 1_048_576;

const bind = (server: Server, port: number, credentials: ServerCredentials): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, credentials, (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });

const services = (node: ServerNode, options: EsdbServerOptions, onBatch: () => void) => {
  const server = new Server({ 'grpc.max_receive_message_length': receiveMax });
  const itself = () => [{ ...node.address(), isLeader: true, isAlive: true }];
  server.addService(StreamsService, {
    read: readCall(node),
    append: appendCall(node),
    delete: deleteCall(node),
    tombstone: tombstoneCall(node),
    batchAppend: (call: { emit: (name: 'error', error: object) => void }) => {
      onBatch();
      call.emit('error', { code: status.UNIMPLEMENTED, details: 'not in this server' });
    },
  });
  server.addService(ServerFeaturesService, {
    getSupportedMethods: featuresCall(node, options.version ?? '24.10.0.0'),
  });
  server.addService(GossipService, { read: gossipCall(options.members ?? itself) });
  return server;
};

const credentialsOf = ({ tls }: EsdbServerOptions): ServerCredentials =>
  tls === undefined
    ? ServerCredentials.createInsecure()
    : ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.certificate }]);

/** An EventStoreDB as far as a client can tell, in this process and in memory, on 127.0.0.1. */
export const esdbServer = async (options: EsdbServerOptions = {}): Promise<EsdbServer> => {
  let port = options.port ?? 0;
  let batchAppends = 0;
  let server: Server | undefined;
  const kill = () => {
    server?.forceShutdown();
    server = undefined;
  };
  const node: ServerNode = {
    log: options.log ?? eventLog(),
    faults: noFaults(),
    calls: openCalls(),
    address: () => ({ host, port }),
    leader: options.leader ?? (() => undefined),
    users: options.users,
    readers: options.readers ?? [],
    isOld: options.isOld ?? false,
    die: kill,
  };
  const restart = async () => {
    kill();
    server = services(node, options, () => {
      batchAppends += 1;
    });
    port = await bind(server, port, credentialsOf(options));
  };
  await restart();

  return {
    port,
    connectionString: `esdb://${host}:${port}${options.tls === undefined ? '?tls=false' : ''}`,
    log: node.log,
    faults: node.faults,
    openCalls: node.calls.count,
    batchAppends: () => batchAppends,
    kill,
    restart,
  };
};
